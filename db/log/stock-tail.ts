import { STOCK_KINDS } from "@/server/domain/events";
import type { Queryable, Tx } from "../client";

type Place = { xid: string; id: number };

/** An event that may have changed what can be sold. */
export type StockEvent = Place & {
  orderId: number | null;
  storeId: number | null;
  /** Articles, of an event that names them itself. */
  skus: number[] | null;
  isAboutStock: boolean;
};

/** Begin at the end of the log, once; later starts go on where the last one stopped. */
export async function ensureTail(db: Queryable, name: string): Promise<void> {
  await db`
    insert into log_tails (name, xid, id) values (${name}, log_horizon(), 0) on conflict do nothing`;
}

/** Own a tail for this transaction, in turn: whoever writes by what it has read waits for the one before. */
export async function lockTail(tx: Tx, name: string): Promise<Place | null> {
  const [row] = await tx<Place[]>`
    select xid::text as xid, id from log_tails where name = ${name} for update`;
  return row ?? null;
}

/** The next events of the log after a place. Stops below the oldest open transaction. */
export async function readStockEvents(
  db: Queryable,
  after: Place,
  limit: number,
): Promise<StockEvent[]> {
  return await db<StockEvent[]>`
    select e.xid::text as xid, e.id, e.order_id as "orderId", e.store_id as "storeId",
      case when e.kind = 'stock.changed'
        then array(select jsonb_array_elements_text(e.payload -> 'skus')::int) end as skus,
      (e.kind = any(${[...STOCK_KINDS]}::text[]) or e.payload ? 'short') as "isAboutStock"
    from events e
    where (e.xid, e.id) > (${after.xid}::xid8, ${after.id}::bigint) and e.xid < log_horizon()
      and e.at > now() - interval '2 days' and e.at < now() + interval '1 day'
    order by e.xid, e.id limit ${limit}`;
}

export async function moveTail(tx: Tx, name: string, last: Place): Promise<void> {
  await tx`update log_tails set xid = ${last.xid}::xid8, id = ${last.id}, moved_at = now() where name = ${name}`;
}
