import type { Queryable } from "../client";
import { INVARIANTS } from "./invariants";

export type Breach = { code: string; says: string; rows: Record<string, unknown>[]; count: number };

const SHOWN = 5;

/** Run every invariant. @returns one entry per breached one, with its first rows; empty when all hold */
export async function verifyInvariants(db: Queryable): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { code, says, sql } of INVARIANTS) {
    const rows = (await db.unsafe(sql)) as unknown as Record<string, unknown>[];
    if (rows.length > 0)
      breaches.push({ code, says, rows: rows.slice(0, SHOWN), count: rows.length });
  }
  return breaches;
}
