import type { Queryable } from "../client";

export type TailEvent = {
  xid: string;
  id: number;
  kind: string;
  orderId: number | null;
  storeId: number | null;
  /** Articles whose shelves changed outside an order. */
  skus: number[] | null;
};

/** Where the events log stands now: everything before it is history. */
export async function tailEnd(db: Queryable): Promise<{ xid: string; id: number }> {
  const [row] = await db<{ xid: string }[]>`select log_horizon()::text as xid`;
  return { xid: row?.xid ?? "0", id: 0 };
}

/**
 * Events after a place, below the oldest open transaction: a slow commit is never skipped. Of the days of storage only those
 * are looked at where it can lie; the far bound leaves a clock room to step back.
 */
export async function readTail(
  db: Queryable,
  after: { xid: string; id: number },
  limit: number,
): Promise<TailEvent[]> {
  return await db<TailEvent[]>`
    select xid::text as xid, id, kind, order_id as "orderId", store_id as "storeId",
      case when kind = 'stock.changed' then payload->'skus' end as skus
    from events
    where (xid, id) > (${after.xid}::xid8, ${after.id}::bigint) and xid < log_horizon()
      and at > now() - interval '1 hour' and at < now() + interval '1 day'
    order by xid, id limit ${limit}`;
}
