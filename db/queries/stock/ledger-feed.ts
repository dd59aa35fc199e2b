import type { Queryable } from "@/db/client";

type FeedRow = {
  xid: string;
  seq: number;
  storeId: number;
  skuId: number;
  kind: string;
  delta: number;
  at: number;
};

/**
 * Our ledger after a position, for a warehouse that keeps its own books. Stops below the oldest open transaction, so that
 * everything up to a position that was given out is there for good.
 */
export async function readLedgerFeed(
  db: Queryable,
  after: { xid: string; seq: number },
  limit: number,
): Promise<FeedRow[]> {
  return await db<FeedRow[]>`
    select xid::text as xid, seq, store_id as "storeId", sku_id as "skuId", kind, delta, at from stock_ledger
    where (xid, seq) > (${after.xid}::xid8, ${after.seq}::bigint) and xid < log_horizon()
    order by xid, seq limit ${limit}`;
}
