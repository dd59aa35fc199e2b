import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Sealer, Vault } from "@/server/ports/vault";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_HEX = 24;

/**
 * A vault whose key this process holds.
 *
 * @param secret at least 32 bytes as hex; sealing and hashing use different keys derived from it
 */
export function localVault(secret: string): Vault {
  const derive = (purpose: string) =>
    createHmac("sha256", Buffer.from(secret, "hex")).update(purpose).digest();
  const fresh = ivSource();
  const sealed = sealerOf(derive("seal"), fresh);
  const hashing = derive("hash");
  return {
    seal: (text) => sealed.seal(Buffer.from(text, "utf8")),
    open: (bytes) => sealed.open(bytes).toString("utf8"),
    key: (purpose, text) =>
      createHmac("sha256", hashing).update(`${purpose}\n${text}`).digest("hex").slice(0, KEY_HEX),
    sealer: (key) => sealerOf(key, fresh),
  };
}

/** Initial vector, tag, text, one behind the other. */
function sealerOf(key: Uint8Array, fresh: () => Buffer): Sealer {
  return {
    seal: (bytes) => {
      const iv = fresh();
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const plain = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
      plain.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([plain.update(bytes.subarray(IV_BYTES + TAG_BYTES)), plain.final()]);
    },
  };
}

/** Random bytes are asked for in large pieces: the asking costs more than the bytes. None is handed out twice. */
function ivSource(): () => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used + IV_BYTES > pool.length) {
      pool = randomBytes(IV_BYTES * 256);
      used = 0;
    }
    used += IV_BYTES;
    return pool.subarray(used - IV_BYTES, used);
  };
}
