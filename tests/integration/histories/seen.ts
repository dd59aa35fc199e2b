import type { World } from "./world";

/**
 * What the histories of a normal run have in them together, each in most of them: steps that no longer do anything would
 * show here. What is rarer needs a longer run (`HUILIU_HISTORY_SEED`).
 */
export const EXPECTED: readonly string[] = [
  ...["ACCEPT_LATE", "OUT_OF_STOCK", "REFUND_IN_PROGRESS", "SKU_UNMATCHED", "STORE_UNMATCHED"],
  ...[
    "UNDELIVERABLE",
    "app self completed",
    "app self cancelled",
    "mini self completed",
    "meituan self completed",
  ],
  ...["meituan platform completed", "pos pickup completed", "mini pickup", "application.open"],
  ...[
    "article frozen, store 1",
    "article gram, store 2",
    "article piece, store 1",
    "checkout consumed",
  ],
  ...["checkout released", "transfer in_transit", "delivery.arrived_store", "delivery.assigned"],
  ...[
    "delivery.delivered",
    "delivery.undeliverable",
    "order.accepted",
    "order.cancelled",
    "order.completed",
  ],
  ...[
    "order.paid",
    "order.refunded",
    "order.contact_changed",
    "order.hold_ended",
    "order.placed_again",
  ],
  ...[
    "order.shortage_settled",
    "order.owed_settled",
    "owed short, refunded",
    "owed short, settled",
  ],
  ...["parcel.joined", "parcel.reduced", "parcel.cancelled", "parcel.fulfilled"],
];

/** Kinds of what happened, of cases, and what became of parcels, checkouts and money. */
export async function happened({ context }: World): Promise<string[]> {
  const rows = await context.db<{ what: string }[]>`
    select distinct kind as what from events
    union select distinct code from exception_cases
    union select distinct 'checkout ' || state::text from stock_holds
    union select distinct 'owed ' || why || ', ' || (case when closed_by = 'channel' then 'refunded' else 'settled' end) from owed
    union select distinct channel || ' ' || delivery_owner::text || ' ' || trade::text from orders
    union select distinct channel || ' ' || delivery_owner::text from orders
    union select distinct 'transfer ' || state::text from transfers
    union select distinct 'article ' || (case when k.zone = 'frozen' then 'frozen' else k.unit::text end) || ', store ' || r.store_id
      from reservations r join skus k on k.id = r.sku_id where r.state = 'consumed'
    union select 'bundle' from reservations where part > 1 and state = 'consumed'`;
  return rows.map((row) => row.what);
}
