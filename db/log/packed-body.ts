import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Below this the saving does not pay for the work. */
const PACK_BYTES_MIN = 1_500;

/** A small window costs little to set up, and what repeats in a push repeats nearby. */
const PACKING = { level: 1, windowBits: 12, memLevel: 5 };

/**
 * A body as the log stores it. What came is kept to the byte; only its storage is smaller: a form that was URL-encoded
 * twice shrinks to a sixth, and the log's share of the WAL with it (docs/performance.md).
 */
export function packBody(body: Uint8Array): { body: Uint8Array; encoding: 0 | 1 } {
  if (body.length < PACK_BYTES_MIN) return { body, encoding: 0 };
  return { body: deflateRawSync(body, PACKING), encoding: 1 };
}

/** The body of a message as it was received. */
export function unpackBody(message: { body: Uint8Array; encoding: number }): Uint8Array {
  return message.encoding === 1 ? inflateRawSync(message.body) : message.body;
}
