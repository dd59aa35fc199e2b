import { type Decoded, type DecodeRefusal, FieldError, toStorable } from "@/server/domain/channels";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";

/** Bytes and escapes that may stand for a zero character or half of a surrogate pair, also URL-encoded twice. */
const SUSPECT = ["\0", "\\u0000", "%00", "%2500", "\\ud", "\\uD"].map((part) => Buffer.from(part));

/**
 * What a body says as the database can hold it. Few bodies hold such characters: the others are not looked through.
 */
export function storable(
  said: Result<Decoded[], DecodeRefusal>,
  body: Uint8Array,
): Result<Decoded[], DecodeRefusal> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!said.ok || !SUSPECT.some((part) => bytes.includes(part))) return said;
  try {
    return ok(toStorable(said.value));
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    throw error;
  }
}
