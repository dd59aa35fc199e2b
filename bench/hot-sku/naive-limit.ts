import postgres from "postgres";
import { promptSocket } from "@/db/client";
import { readCpu } from "../measure/cpu";
import type { Stand } from "../measure/stand";

export type HotRun = { sold: number; refused: number; perSecond: number; cpuMicros: number };

const CONNECTIONS = 32;

/** The shelf of the contest, with so many pieces and nothing promised. */
export async function layShelf(stand: Stand, skuId: number, pieces: number): Promise<void> {
  await stand.db`delete from stock_holds where sku_id = ${skuId}`;
  await stand.db`delete from reservations where sku_id = ${skuId}`;
  await stand.db`
    update stock set on_hand = ${pieces}, opening_pieces = ${pieces}, reserved = 0, picked = 0, safety = 0, debt = 0
    where store_id = 1 and sku_id = ${skuId}`;
  await stand.db.unsafe("vacuum analyze stock_holds, reservations, stock");
}

/** What the shelf says after a contest. */
export async function readShelf(
  stand: Stand,
  skuId: number,
): Promise<{ reserved: number; onHand: number }> {
  const [row] = await stand.db<{ reserved: number; onHand: number }[]>`
    select reserved, on_hand as "onHand" from stock where store_id = 1 and sku_id = ${skuId}`;
  return row ?? { reserved: 0, onHand: 0 };
}

/**
 * The peer: 32 connections, each with a conditional update of the one row and its reservation row in one statement, which
 * is one transaction.
 */
export async function runNaive(stand: Stand, skuId: number, seconds: number): Promise<HotRun> {
  const pools = Array.from({ length: CONNECTIONS }, () =>
    postgres(stand.cluster.url, { max: 1, onnotice: () => undefined, ...{ socket: promptSocket } }),
  );
  await Promise.all(pools.map((sql) => sql`select 1`));
  let sold = 0;
  let refused = 0;
  let n = 0;
  const cpu0 = readCpu([process.pid, stand.cluster.pid]);
  const endMs = Date.now() + seconds * 1_000;
  const buy = async (sql: postgres.Sql): Promise<void> => {
    while (Date.now() < endMs) {
      n += 1;
      const rows = await sql`
        with u as (
          update stock set reserved = reserved + 1, version = version + 1
          where store_id = 1 and sku_id = ${skuId} and on_hand - reserved - picked - safety - frozen - quarantine >= 1 returning 1
        )
        insert into stock_holds (account_id, hold_key, store_id, sku_id, qty, asked, expires_at)
        select 1, ${`naive-${n}`}, 1, ${skuId}, 1, 1, now() + interval '15 minutes' from u returning 1`;
      if (rows.length > 0) sold += 1;
      else refused += 1;
    }
  };
  await Promise.all(pools.map(buy));
  const cpu1 = readCpu([process.pid, stand.cluster.pid]);
  await Promise.all(pools.map((sql) => sql.end()));
  const took = (cpu1.atMs - cpu0.atMs) / 1_000;
  return {
    sold,
    refused,
    perSecond: sold / took,
    cpuMicros: ((cpu1.mineMs - cpu0.mineMs) * 1_000) / Math.max(1, sold),
  };
}
