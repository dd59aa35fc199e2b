import { createHash } from "node:crypto";

/**
 * Meituan's signature, the same for requests and pushes.
 *
 * @param url     the whole address as configured (scheme, host, path), without a query
 * @param params  every parameter but `sig`, raw UTF-8 (for a push: after both URL decodings), empty values included
 * @returns MD5 in lower hex
 * @source docs/domain/channels.md#meituan-signature
 */
export function meituanSign(
  url: string,
  params: Readonly<Record<string, string>>,
  secret: string,
): string {
  const sorted = Object.keys(params)
    .filter((key) => key !== "sig")
    .sort()
    .map((key) => `${key}=${params[key]}`)
    .join("&");
  return createHash("md5").update(`${url}?${sorted}${secret}`, "utf8").digest("hex");
}
