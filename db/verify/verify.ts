import { createHash } from "node:crypto";
import type { Queryable } from "../client";
import { INVARIANTS } from "./invariants";

export type Breach = { code: string; says: string; rows: Record<string, unknown>[]; count: number };

const SHOWN = 5;

/** Opens what the log keeps; null where a body cannot be read any more. */
export type OpenBodies = (
  rows: readonly { body: Uint8Array; encoding: number }[],
) => Promise<(Uint8Array | null)[]>;

export const BODIES = {
  code: "I7d",
  says: "what lies sealed in the log opens to what was acknowledged",
};
const PAGE = 500;

/**
 * Run every invariant, and compare what lies in the log with the hashes of what was acknowledged.
 *
 * @param open where the keys are at hand
 * @returns one entry per breached one, with its first rows; empty when all hold
 */
export async function verifyInvariants(db: Queryable, open?: OpenBodies): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { code, says, sql } of INVARIANTS) {
    const rows = (await db.unsafe(sql)) as unknown as Record<string, unknown>[];
    if (rows.length > 0)
      breaches.push({ code, says, rows: rows.slice(0, SHOWN), count: rows.length });
  }
  return open ? [...breaches, ...(await verifyBodies(db, open))] : breaches;
}

type BodyRow = {
  id: number;
  body: Uint8Array;
  encoding: number;
  sha256: Uint8Array;
  unread: boolean;
};

async function verifyBodies(db: Queryable, open: OpenBodies): Promise<Breach[]> {
  const wrong: Record<string, unknown>[] = [];
  for (let after = 0; ; ) {
    const rows = await db<BodyRow[]>`
      select id, body, encoding, sha256, exists (select from log_consumers c
        where c.lane = i.lane and (i.xid, i.id) > (c.position_xid, c.position_id)) as unread
      from inbox i where id > ${after} order by id limit ${PAGE}`;
    const bodies = await open(rows);
    rows.forEach((row, i) => {
      const body = bodies[i];
      const hash = body && createHash("sha256").update(body).digest();
      // What nobody has read must open; what was read may be forgotten.
      if (hash ? !hash.equals(row.sha256) : row.unread) wrong.push({ id: row.id });
    });
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    after = last.id;
  }
  if (wrong.length === 0) return [];
  return [{ ...BODIES, rows: wrong.slice(0, SHOWN), count: wrong.length }];
}
