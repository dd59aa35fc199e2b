import { randomBytes } from "node:crypto";
import type { Db } from "@/db/client";
import { dayKey, readKeys } from "@/db/log/body-keys";
import { unpackBody } from "@/db/log/packed-body";
import type { OpenBodies } from "@/db/verify/verify";
import { present } from "@/server/domain/kernel/assert";
import type { Sealer, Vault } from "@/server/ports/vault";

type Stored = { body: Uint8Array; encoding: number };

/** Seals what the log keeps of messages, and opens it for those who read it. */
export type Bodies = {
  /** The same messages as they may lie in the database. */
  seal: <T extends Stored>(messages: readonly T[]) => Promise<T[]>;
  /** The same messages as they can be read. What a forgotten key had sealed comes as `FORGOTTEN`, empty. */
  open: <T extends Stored>(messages: readonly T[]) => Promise<T[]>;
};

/** Added to the encoding of a body that is sealed. */
const SEALED = 2;
/** The encoding of a body whose key is forgotten. */
export const FORGOTTEN = -1;
const KEY_BYTES = 32;
const ID_BYTES = 4;
const DAY_MS = 86_400_000;
const NOTHING = new Uint8Array(0);

/**
 * Each UTC day has a key of its own, sealed by the vault; a body names its key in its first four bytes. Forgetting a day's
 * key is forgetting whom it was about.
 *
 * @param db a connection that nobody's transaction holds
 */
export function logBodies(db: Db, vault: Vault, now: () => number): Bodies {
  const sealers = new Map<number, Sealer | null>();
  let today: { day: number; id: number } | null = null;
  const keep = (id: number, sealed: Uint8Array | null): void => {
    const key = sealed === null ? null : Buffer.from(vault.open(sealed), "hex");
    sealers.set(id, key && vault.sealer(key));
  };
  const current = async (): Promise<{ id: number; sealer: Sealer }> => {
    const day = Math.floor(now() / DAY_MS);
    if (today?.day !== day) {
      const fresh = vault.seal(randomBytes(KEY_BYTES).toString("hex"));
      const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
      const { id, sealed } = present(await dayKey(db, text, fresh), "key of the day");
      // Keys of other days are read again when somebody asks: meanwhile they may have been forgotten.
      sealers.clear();
      keep(id, sealed);
      today = { day, id };
    }
    return { id: today.id, sealer: present(sealers.get(today.id), "key of the day") };
  };
  const load = async (ids: ReadonlySet<number>): Promise<void> => {
    const missing = [...ids].filter((id) => !sealers.has(id));
    if (missing.length === 0) return;
    for (const { id, sealed } of await readKeys(db, missing)) keep(id, sealed);
  };
  const opened = <T extends Stored>(message: T): T => {
    if (message.encoding < SEALED) return message;
    const sealer = sealers.get(keyOf(message.body));
    return sealer
      ? {
          ...message,
          body: sealer.open(message.body.subarray(ID_BYTES)),
          encoding: message.encoding - SEALED,
        }
      : { ...message, body: NOTHING, encoding: FORGOTTEN };
  };
  return {
    seal: async (messages) => {
      if (messages.length === 0) return [];
      const { id, sealer } = await current();
      const name = Buffer.alloc(ID_BYTES);
      name.writeInt32BE(id);
      return messages.map((message) => ({
        ...message,
        body: Buffer.concat([name, sealer.seal(message.body)]),
        encoding: message.encoding + SEALED,
      }));
    },
    open: async (messages) => {
      const sealed = messages.filter((m) => m.encoding >= SEALED);
      await load(new Set(sealed.map((m) => keyOf(m.body))));
      return messages.map(opened);
    },
  };
}

const keyOf = (body: Uint8Array): number =>
  new DataView(body.buffer, body.byteOffset, body.byteLength).getInt32(0);

/** What messages said, byte for byte, for whoever compares it with what was acknowledged. */
export const readBodies =
  (bodies: Bodies): OpenBodies =>
  async (rows) =>
    (await bodies.open(rows)).map((row) => (row.encoding === FORGOTTEN ? null : unpackBody(row)));
