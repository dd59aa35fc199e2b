import { createHash, createHmac } from "node:crypto";

type OwnRequest = {
  method: string;
  /** Path with its query, as sent: `/api/open/v1/channels/app/orders?x=1`. */
  path: string;
  /** Epoch seconds as sent in X-Timestamp. */
  timestamp: string;
  /** As sent in X-Nonce. */
  nonce: string;
  body: Uint8Array | string;
};

/**
 * The signature of Huiliu's own contract.
 *
 * @returns HMAC-SHA256 in lower hex over method, path, timestamp, nonce and the SHA-256 of the body, one a line
 * @source docs/domain/channels.md#own-signature
 */
export function ownSign(request: OwnRequest, secret: string): string {
  const digest = createHash("sha256").update(request.body).digest("hex");
  const text = `${request.method}\n${request.path}\n${request.timestamp}\n${request.nonce}\n${digest}`;
  return createHmac("sha256", secret).update(text).digest("hex");
}
