import { promisify } from "node:util";
import { deflateRaw, deflateRawSync, inflateRawSync } from "node:zlib";

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

/** Above this the work is left to another thread: packing a file of some MiB takes longer than many requests. */
const PACK_ASIDE_BYTES = 64 * 1024;
const deflateAside = promisify(deflateRaw) as (
  body: Uint8Array,
  options: typeof PACKING,
) => Promise<Buffer>;

/** The same, and nobody waits while a large body is packed. */
export async function packAside(body: Uint8Array): Promise<{ body: Uint8Array; encoding: 0 | 1 }> {
  if (body.length < PACK_ASIDE_BYTES) return packBody(body);
  return { body: await deflateAside(body, PACKING), encoding: 1 };
}

/** The body of a message as it was received. */
export function unpackBody(message: { body: Uint8Array; encoding: number }): Uint8Array {
  return message.encoding === 1 ? inflateRawSync(message.body) : message.body;
}
