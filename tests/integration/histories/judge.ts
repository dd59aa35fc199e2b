import { inTransaction } from "@/db/client";
import { peekModel } from "@/db/queries/orders/load-model";
import { HOLDING_CODES, SHORTAGE_CODES } from "@/server/domain/exceptions";
import { present } from "@/server/domain/kernel/assert";
import type { OrderState } from "@/server/domain/lifecycle";
import { refreshOrder } from "@/server/domain/lifecycle/axes/refresh";
import { MAY_START_SQL } from "@/server/domain/orders";
import type { World } from "./world";

/** One sentence of what must hold, as a query that returns nothing. */
type Sentence = { says: string; sql: string };

const quoted = (codes: readonly string[]): string => codes.map((code) => `'${code}'`).join(", ");
/** An open case of the order says so. */
const isTold = (codes: readonly string[], order = "o"): string =>
  `exists (select from exception_cases c where c.order_id = ${order}.id and c.closed_at is null and c.code in (${quoted(codes)}))`;
const LOOKED_FOR = [...SHORTAGE_CODES, "SKU_UNMATCHED", "STORE_UNMATCHED", "QUANTITY_ODD"];
/** No fact of the order waits for its turn. */
const IS_TAKEN = `not exists (select from channel_facts f
  where f.account_id = o.account_id and f.external_no = o.external_no and f.order_id is null)`;
/** Paid for, and nothing that was told of it has still to be taken. */
const LIVE = `o.trade in ('paid', 'accepted') and ${IS_TAKEN}`;

/** What holds after every step, whatever has still to be taken in. */
const ALWAYS: readonly Sentence[] = [
  {
    says: "no order is short without an open case about its goods",
    sql: `select o.external_no, o.trade from orders o where o.stock = 'short' and ${LIVE} and not ${isTold(SHORTAGE_CODES)}`,
  },
  {
    says: "no order is held without an open case that somebody has to decide",
    sql: `select o.external_no, o.holds from orders o
      where o.holds > 0 and ${LIVE} and not ${isTold([...HOLDING_CODES, "REFUND_IN_PROGRESS"])}`,
  },
  {
    says: "no piece lies nowhere without an open case that looks for it",
    sql: `select o.external_no, l.line_no, l.sku_id from orders o join order_lines l on l.order_id = o.id
      where l.unassigned > 0 and ${LIVE} and not ${isTold(LOOKED_FOR)}`,
  },
  {
    says: "no parcel is parked though all its orders may start",
    sql: `select f.id from fulfilment_orders f
      where f.status in ('waiting_merge', 'open') and f.hold_until is null and f.members > 0 and not exists (
        select from fulfilment_lines l join orders o on o.id = l.order_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty and not (${MAY_START_SQL}))`,
  },
  {
    says: "no parcel is parked for an order without an open case or a channel that waits for our word",
    sql: `select f.id, o.external_no, o.trade from fulfilment_orders f
      join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty join orders o on o.id = l.order_id
      where f.status in ('waiting_merge', 'open') and f.hold_until is null and not (${MAY_START_SQL})
        and o.trade <> 'paid' and not exists (
          select from exception_cases c where c.order_id = o.id and c.closed_at is null)`,
  },
  {
    says: "no parcel waits in a store for orders that are all over",
    sql: `select f.id, f.status from fulfilment_orders f
      where f.status not in ('handed_over', 'fulfilled', 'cancelled') and f.members > 0 and not exists (
        select from fulfilment_lines l join orders o on o.id = l.order_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty and (o.trade not in ('completed', 'cancelled') or not ${IS_TAKEN}))`,
  },
  {
    says: "nobody's goods are held for ever, nor after the money has come",
    sql: `select o.external_no, o.trade::text from orders o join reservations r on r.order_id = o.id
      where r.state = 'held' and (r.expires_at is null or (o.trade <> 'pending_payment' and (o.trade not in ('paid', 'accepted') or ${LIVE})))
      union all select hold_key, null from stock_holds where state = 'held' and expires_at is null`,
  },
  {
    says: "no piece of an order that is over lies nowhere",
    sql: `select o.external_no, o.trade from orders o join order_lines l on l.order_id = o.id
      where l.unassigned > 0 and o.trade in ('completed', 'cancelled') and not ('till' = any(o.tags))`,
  },
  {
    says: "what a till sold and lies nowhere is an open case",
    sql: `select o.external_no, o.trade from orders o join order_lines l on l.order_id = o.id
      where l.unassigned > 0 and o.trade = 'completed' and 'till' = any(o.tags) and not ${isTold(LOOKED_FOR)}`,
  },
  {
    says: "every fen of a piece that left its order was refunded or is owed; what a till sold, its buyer has",
    sql: `select o.external_no, o.trade, l.fen, o.refunded_fen, w.fen as owed from orders o
      join (select order_id, sum(floor(paid_fen * cancelled / ordered)) as fen from order_lines group by 1) l on l.order_id = o.id
      left join (select order_id, sum(amount_fen - back_fen) as fen from owed group by 1) w on w.order_id = o.id
      where o.trade in ('paid', 'accepted', 'completed') and not o.money_held
        and not coalesce('till' = any(o.tags), false)
        and l.fen > o.refunded_fen + coalesce(w.fen, 0)`,
  },
  {
    says: "nothing is owed that is not left of the price",
    sql: `select external_no, owed_fen, paid_fen, refunded_fen from orders where owed_fen > paid_fen - refunded_fen`,
  },
  {
    says: "money that came after its order was cancelled is owed, or has gone back",
    sql: `select o.external_no, o.paid_fen, o.refunded_fen from orders o
      join channel_facts f on f.order_id = o.id and f.kind = 'paid'
      join channel_facts c on c.order_id = o.id and c.kind = 'cancelled' and c.at < f.at
      where o.trade = 'cancelled' and o.paid_at is null and o.paid_fen > 0 and o.refunded_fen < o.paid_fen
        and not exists (select from owed w where w.order_id = o.id and w.why = 'paid-late')`,
  },
  {
    says: "no parcel that is not packed yet goes behind a door of nobody in it, nor to two phones",
    sql: `with m as (
        select f.id, f.door_key, o.external_no, o.door_key as his, o.phone_key as phone from fulfilment_orders f
        join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty join orders o on o.id = l.order_id
        where f.status in ('waiting_merge', 'open', 'released') and f.delivery_owner = 'self')
      select id, external_no from m where door_key is distinct from his
      union all select id, string_agg(distinct external_no, ',') from m group by id having count(distinct phone) > 1`,
  },
  {
    says: "no work failed, and no message was put aside",
    sql: `select job, cause from parked_work union all select code, cause from dead_letters`,
  },
];

/** What holds when everything was driven to its end. */
const AT_THE_END: readonly Sentence[] = [
  {
    says: "every order has ended",
    sql: `select external_no, trade, phase from orders where trade not in ('completed', 'cancelled')`,
  },
  {
    says: "every parcel has arrived, is empty, or comes back because all its orders were cancelled",
    sql: `select f.id, f.status from fulfilment_orders f
      where f.status not in ('fulfilled', 'cancelled') and f.members > 0 and not (f.status = 'handed_over' and not exists (
        select from fulfilment_lines l join orders o on o.id = l.order_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty and o.trade <> 'cancelled'))`,
  },
  {
    says: "every piece has come or has left its order",
    sql: `select o.external_no, o.trade, l.line_no, l.unassigned, l.open from orders o join order_lines l on l.order_id = o.id
      where l.unassigned > 0 or (l.open > 0 and o.trade <> 'cancelled')`,
  },
  {
    says: "nothing is promised to anybody any more",
    sql: `select r.order_id::text, r.state::text from reservations r where r.state in ('held', 'confirmed', 'picked')
      union all select hold_key, state::text from stock_holds where state = 'held'
      union all select store_id || ':' || sku_id, 'shelf' from stock where reserved <> 0 or picked <> 0`,
  },
  {
    says: "nothing is missing but what was set aside",
    sql: `select store_id, sku_id, on_hand, quarantine, debt from stock where debt <> greatest(0, quarantine - on_hand)`,
  },
  {
    says: "every fen that was owed has gone back",
    sql: `select o.external_no, w.ref, w.amount_fen, w.back_fen from owed w join orders o on o.id = w.order_id where w.closed_at is null`,
  },
  {
    says: "no case is open",
    sql: `select c.code, c.subject from exception_cases c where c.closed_at is null and c.order_id is not null`,
  },
  {
    says: "no fact waits for an order that is here",
    sql: `select f.external_no, f.kind, f.version from channel_facts f
      join orders o on o.account_id = f.account_id and o.external_no = f.external_no where f.order_id is null`,
  },
  {
    says: "every channel has had our word",
    sql: `select order_id, kind, answer from writebacks where state = 'waiting'`,
  },
  {
    says: "no rider carries anything",
    sql: `select id, load from riders where load <> 0`,
  },
];

async function broken({ huiliu }: World, sentences: readonly Sentence[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { says, sql } of sentences) {
    const rows = await huiliu.context.db.unsafe(sql);
    if (rows.length > 0) found.push({ says, rows: [...rows] });
  }
  return found;
}

/** Nobody is forgotten. */
export const forgotten = (world: World): Promise<unknown[]> => broken(world, ALWAYS);

/** Nobody is left. */
export const left = (world: World): Promise<unknown[]> => broken(world, AT_THE_END);

/** Orders whose axes are not what their parcels, goods, cases and money say. */
export async function stale({ huiliu }: World): Promise<unknown[]> {
  const { db } = huiliu.context;
  const orderIds = (
    await db<{ id: number }[]>`select id from orders o where ${db.unsafe(IS_TAKEN)}`
  ).map((row) => row.id);
  const model = await inTransaction(db, (tx) =>
    peekModel(tx, { orderIds, parcelIds: [], taskIds: [] }),
  );
  return orderIds.flatMap((id) => {
    const order = present(model.orders.get(id), "order");
    const before = axesOf(order);
    refreshOrder(model, order);
    const after = axesOf(order);
    return before === after ? [] : [{ no: order.externalNo, trade: order.trade, before, after }];
  });
}

const axesOf = ({ stock, fulfil, delivery, afterSale, holds }: OrderState): string =>
  JSON.stringify({ stock, fulfil, delivery, afterSale, holds });
