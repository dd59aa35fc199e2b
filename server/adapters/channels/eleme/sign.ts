import { createHash } from "node:crypto";

/**
 * Ele.me retail's signature, the same for requests, pushes and answers.
 *
 * @param params every envelope field but `sign`, raw; `encrypt` is there and empty; the body exactly as sent
 * @returns MD5 in upper hex over the sorted fields with the secret as one of them
 * @source docs/domain/channels.md#eleme-signature
 */
export function elemeSign(params: Readonly<Record<string, string>>, secret: string): string {
  const all: Record<string, string> = { ...params, secret };
  const sorted = Object.keys(all)
    .filter((key) => key !== "sign")
    .sort()
    .map((key) => `${key}=${all[key]}`)
    .join("&");
  return createHash("md5").update(sorted, "utf8").digest("hex").toUpperCase();
}
