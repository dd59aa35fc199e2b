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
  /** The same messages as they can be read. What a forgotten key had sealed comes as `FORGOTTEN`, what was changed as `BROKEN`, empty. */
  open: <T extends Stored>(messages: readonly T[]) => Promise<T[]>;
};

/** Added to the encoding of a body that is sealed. */
const SEALED = 2;
/** The encoding of a body whose key is forgotten. */
export const FORGOTTEN = -1;
/** The encoding of a body that does not open although its key is there: somebody changed it. */
export const BROKEN = -2;
/** Whether a body is stored at its own length, sealed or not: it unpacks to nothing more. */
export const isUnpacked = (message: { encoding: number }): boolean =>
  message.encoding % SEALED === 0;
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
  let today: { day: number; id: number; sealer: Sealer } | null = null;
  const sealerOf = (sealed: Uint8Array | null): Sealer | null =>
    sealed && vault.sealer(Buffer.from(vault.open(sealed), "hex"));
  const current = async (): Promise<{ id: number; sealer: Sealer }> => {
    const day = Math.floor(now() / DAY_MS);
    if (today?.day === day) return today;
    const fresh = vault.seal(randomBytes(KEY_BYTES).toString("hex"));
    const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    const { id, sealed } = present(await dayKey(db, text, fresh), "key of the day");
    // Keys of other days are read again when somebody asks: meanwhile they may have been forgotten.
    sealers.clear();
    today = { day, id, sealer: present(sealerOf(sealed), "key of the day") };
    return today;
  };
  /** A map of one's own: whoever turns the day meanwhile takes nothing from it. */
  const load = async (ids: ReadonlySet<number>): Promise<Map<number, Sealer | null>> => {
    const found = new Map([...ids].map((id) => [id, sealers.get(id)]));
    const missing = [...ids].filter((id) => found.get(id) === undefined);
    const rows = missing.length > 0 ? await readKeys(db, missing) : [];
    for (const { id, sealed } of rows) {
      const sealer = sealerOf(sealed);
      sealers.set(id, sealer);
      found.set(id, sealer);
    }
    return new Map([...found].map(([id, sealer]) => [id, sealer ?? null]));
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
      const keys = await load(new Set(sealed.map((m) => keyOf(m.body))));
      return messages.map((m) => (m.encoding < SEALED ? m : opened(m, keys)));
    },
  };
}

/** One that does not open stands alone: its neighbours are read. */
function opened<T extends Stored>(message: T, keys: ReadonlyMap<number, Sealer | null>): T {
  const sealer = keys.get(keyOf(message.body));
  if (!sealer) return { ...message, body: NOTHING, encoding: FORGOTTEN };
  try {
    const body = sealer.open(message.body.subarray(ID_BYTES));
    return { ...message, body, encoding: message.encoding - SEALED };
  } catch {
    return { ...message, body: NOTHING, encoding: BROKEN };
  }
}

const keyOf = (body: Uint8Array): number =>
  body.length < ID_BYTES
    ? 0
    : new DataView(body.buffer, body.byteOffset, body.byteLength).getInt32(0);

/** What messages said, byte for byte, for whoever compares it with what was acknowledged. */
export const readBodies =
  (bodies: Bodies): OpenBodies =>
  async (rows) =>
    (await bodies.open(rows)).map((row) => {
      if (row.encoding === FORGOTTEN) return null;
      return row.encoding === BROKEN ? row.body : unpackBody(row);
    });
