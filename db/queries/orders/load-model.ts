import type { Tx } from "@/db/client";
import { HOLDING_CODES, SHORTAGE_CODES } from "@/server/domain/exceptions";
import { assert } from "@/server/domain/kernel/assert";
import type { Instant } from "@/server/domain/kernel/instant";
import {
  type Buyer,
  emptyModel,
  type LineState,
  type Model,
  type OrderState,
  type ParcelLine,
  type ParcelState,
  type Promised,
  type TaskState,
  type Touched,
} from "@/server/domain/lifecycle";
import { TILL_TAG } from "@/server/domain/orders";

/**
 * Load and lock what a batch of facts touches: the orders named, every parcel they have goods in, everybody who shares
 * one of those, and everybody's other parcels (read, so that the axes can be derived). Orders first, then parcels, each
 * in id order. Six statements, whatever the batch.
 */
export async function loadModel(tx: Tx, touched: Touched): Promise<Model> {
  const loaded = await loadReach(tx, touched, "waits");
  if (loaded.late.length === 0) return loaded.model;
  // While we waited for a parcel, an order joined it. It is taken along now; out of the order of locks, so without
  // waiting: whoever holds it makes this transaction come again.
  const orderIds = [...touched.orderIds, ...loaded.late];
  const again = await loadReach(tx, { ...touched, orderIds }, "does not wait");
  assert(again.late.length === 0, "nobody joins a parcel that is locked");
  return again.model;
}

/** The same, unlocked: for looking ahead, never for deciding. */
export async function peekModel(tx: Tx, touched: Touched): Promise<Model> {
  return (await loadReach(tx, touched, "reads")).model;
}

/** How rows are taken: locked when they are free, locked at once or not at all, or only read. */
type Taking = "waits" | "does not wait" | "reads";

const lockOf = (tx: Tx, taking: Taking) => {
  if (taking === "reads") return tx``;
  return taking === "waits" ? tx`for update` : tx`for update nowait`;
};

type Loaded = { model: Model; late: number[] };

async function loadReach(tx: Tx, touched: Touched, taking: Taking): Promise<Loaded> {
  const reach = await findReach(tx, touched);
  const model = emptyModel();
  if (reach.orders.length === 0) return { model, late: [] };
  const orders = await lockOrders(tx, reach.orders, taking);
  const parcels = await lockParcels(tx, {
    orderIds: reach.orders,
    parcelIds: reach.parcels,
    taking,
  });
  const held = await loadHeld(tx, orders);
  for (const row of orders) {
    const { hasCases: _, isOwing: __, ...told } = row;
    const { doorKey, phoneKey, maskKey, nameMasked, lngE6, latE6, ...order } = told;
    const buyer = { doorKey, phoneKey, maskKey, nameMasked, lngE6, latE6 };
    model.orders.set(order.id, {
      ...order,
      buyer,
      ...(held.get(order.id) ?? NOTHING_HELD),
      lines: [],
    });
  }
  for (const parcel of parcels) model.parcels.set(parcel.id, { ...parcel, lines: [], task: null });
  for (const line of await loadLines(tx, reach.orders)) {
    const reservations = (line.reservations ?? []).map((r) => ({
      ...r,
      // Inside json a moment is text.
      expiresAt: r.expiresAt === null ? null : (Date.parse(r.expiresAt) as Instant),
    }));
    model.orders.get(line.orderId)?.lines.push({ ...line, reservations });
  }
  const ids = [...model.parcels.keys()];
  for (const part of await loadParts(tx, ids))
    model.parcels.get(part.fulfilmentId)?.lines.push(part);
  for (const { fulfilmentId, ...task } of await loadTasks(tx, ids)) {
    const parcel = model.parcels.get(fulfilmentId);
    if (parcel) parcel.task = task;
  }
  return { model, late: joinedSince(model, reach.parcels, touched.orderIds) };
}

/** Orders with goods in these parcels that were not there when the locks were asked for. */
function joinedSince(model: Model, parcelIds: number[], orderIds: readonly number[]): number[] {
  const named = new Set(parcelIds);
  const asked = new Set(orderIds);
  const shared = [...model.parcels.values()].filter(
    (p) => named.has(p.id) || p.lines.some((l) => asked.has(l.orderId)),
  );
  const members = shared.flatMap((p) => p.lines.map((l) => l.orderId));
  return [...new Set(members)].filter((id) => !model.orders.has(id));
}

async function findReach(
  tx: Tx,
  touched: Touched,
): Promise<{ orders: number[]; parcels: number[] }> {
  const [row] = await tx<{ orders: number[] | null; parcels: number[] | null }[]>`
    with p as (
      select l.fulfilment_id as id from fulfilment_lines l where l.order_id = any(${[...touched.orderIds]}::bigint[])
      union select unnest(${[...touched.parcelIds]}::bigint[])
      union select t.fulfilment_id from delivery_tasks t where t.id = any(${[...touched.taskIds]}::bigint[])
    ), o as (
      select l.order_id as id from fulfilment_lines l join p on p.id = l.fulfilment_id
      union select unnest(${[...touched.orderIds]}::bigint[])
    )
    select (select array_agg(id) from o) as orders, (select array_agg(id) from p) as parcels`;
  return { orders: row?.orders ?? [], parcels: row?.parcels ?? [] };
}

type OrderRow = Omit<OrderState, "lines" | keyof Held | "buyer"> &
  Buyer & { hasCases: boolean; isOwing: boolean };

async function lockOrders(tx: Tx, ids: number[], taking: Taking): Promise<OrderRow[]> {
  return await tx<OrderRow[]>`
    select id, account_id as "accountId", channel, external_no as "externalNo", day_seq as "daySeq",
      store_id as "storeId", version, trade, review, stock, fulfil, delivery, delivery_fact_at as "deliveryFactAt",
      after_sale as "afterSale", holds, delivery_owner as "deliveryOwner", lead_fulfilment_id as "leadFulfilmentId",
      paid_fen as "paidFen", refunded_fen as "refundedFen", promise_at as "promiseAt", delivered_at as "deliveredAt",
      encode(door_key, 'hex') as "doorKey", encode(phone_key, 'hex') as "phoneKey",
      encode(mask_key, 'hex') as "maskKey", name_masked as "nameMasked", lng_e6 as "lngE6", lat_e6 as "latE6",
      applications, ${TILL_TAG} = any(tags) as "isTill", open_exceptions > 0 as "hasCases", owed_fen > 0 as "isOwing"
    from orders where id = any(${ids}::bigint[]) order by id ${lockOf(tx, taking)}`;
}

const NOTHING_HELD: Held = { holdingCodes: [], hasShortageCase: false, owed: [] };
type Held = Pick<OrderState, "holdingCodes" | "hasShortageCase" | "owed">;

/**
 * What holds these orders and what they owe. Asked after they are locked: who waited for a lock sees the order as it is now,
 * and would see its cases and debts as they were before.
 */
async function loadHeld(tx: Tx, orders: readonly OrderRow[]): Promise<Map<number, Held>> {
  const ids = orders.filter((o) => o.hasCases || o.isOwing).map((o) => o.id);
  if (ids.length === 0) return new Map();
  const rows = await tx<(Held & { id: number })[]>`
    select o.id,
      array(select e.code from exception_cases e where e.order_id = o.id and e.closed_at is null
        and e.code = any(${[...HOLDING_CODES]}::text[])) as "holdingCodes",
      exists (select from exception_cases e where e.order_id = o.id and e.closed_at is null
        and e.code = any(${[...SHORTAGE_CODES]}::text[]) and e.subject = 'order:' || o.id) as "hasShortageCase",
      coalesce((select json_agg(json_build_object('ref', w.ref, 'lineNo', w.line_no, 'pieces', w.pieces,
          'amountFen', w.amount_fen, 'backFen', w.back_fen, 'why', w.why,
          'at', (extract(epoch from w.at) * 1000)::bigint) order by w.at, w.ref)
        from owed w where w.order_id = o.id and w.closed_at is null), '[]') as owed
    from unnest(${ids}::bigint[]) as o (id)`;
  return new Map(rows.map(({ id, ...held }) => [id, held]));
}

type ParcelRow = Omit<ParcelState, "lines" | "task">;

async function lockParcels(
  tx: Tx,
  { orderIds, parcelIds, taking }: { orderIds: number[]; parcelIds: number[]; taking: Taking },
): Promise<ParcelRow[]> {
  return await tx<ParcelRow[]>`
    select id, store_id as "storeId", status, handshake, delivery_owner as "deliveryOwner", members,
      encode(door_key, 'hex') as "doorKey",
      merge_group_id as "mergeGroupId", promise_at as "promiseAt", released_at as "releasedAt", picked_at as "pickedAt",
      handed_over_at as "handedOverAt", version, weight_grams as "weightGrams"
    from fulfilment_orders
    where id = any(array(
      select fulfilment_id from fulfilment_lines where order_id = any(${orderIds}::bigint[])
      union select unnest(${parcelIds}::bigint[])))
    order by id ${taking === "reads" ? tx`` : tx`for update`}`;
}

type LineRow = Omit<LineState, "reservations"> & {
  reservations: (Omit<Promised, "expiresAt"> & { expiresAt: string | null })[] | null;
};

async function loadLines(tx: Tx, orderIds: number[]): Promise<LineRow[]> {
  return await tx<LineRow[]>`
    select l.order_id as "orderId", l.line_no as "lineNo", coalesce(l.external_line_id, '') as "externalLineId",
      l.sku_id as "skuId", l.ordered, l.unassigned, l.open, l.fulfilled, l.cancelled, l.paid_fen as "paidFen",
      l.refunded_fen as "refundedFen",
      (select json_agg(json_build_object('part', r.part, 'storeId', r.store_id, 'skuId', r.sku_id, 'qty', r.qty,
          'picked', r.picked, 'per', r.per, 'state', r.state, 'expiresAt', r.expires_at) order by r.part)
        from reservations r where r.order_id = l.order_id and r.line_no = l.line_no) as reservations
    from order_lines l
    where l.order_id = any(${orderIds}::bigint[]) order by l.order_id, l.line_no`;
}

async function loadParts(tx: Tx, parcelIds: number[]): Promise<ParcelLine[]> {
  return await tx<ParcelLine[]>`
    select fulfilment_id as "fulfilmentId", order_id as "orderId", line_no as "lineNo", sku_id as "skuId", qty, picked,
      fulfilled, cancelled
    from fulfilment_lines where fulfilment_id = any(${parcelIds}::bigint[]) order by fulfilment_id, order_id, line_no`;
}

async function loadTasks(
  tx: Tx,
  parcelIds: number[],
): Promise<(TaskState & { fulfilmentId: number })[]> {
  return await tx<(TaskState & { fulfilmentId: number })[]>`
    select id, fulfilment_id as "fulfilmentId", rider_id as "riderId", status, fact_at as "factAt",
      picked_up_at as "pickedUpAt", delivered_at as "deliveredAt", version
    from delivery_tasks where fulfilment_id = any(${parcelIds}::bigint[]) order by id`;
}
