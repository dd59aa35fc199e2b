import { at, insertTables, json, type TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { IdSource } from "@/db/ids";
import { present } from "@/server/domain/kernel/assert";
import {
  type Effects,
  type Model,
  type OrderState,
  owedFen,
  type ParcelState,
  type StockChange,
} from "@/server/domain/lifecycle";
import type { CounterDelta } from "@/server/domain/metrics";
import { renewClocks } from "../cases/cases";
import { saveOwed } from "../cases/owed";
import { wakeParcels } from "../cases/sweeps";
import { writebackRows } from "../channels/writebacks";
import { saveGoods } from "../stock/save-goods";
import { changeStock, lockStock } from "../stock/stock";
import { openCounts } from "../stock/stock-edits";
import { addCounters } from "../upkeep/counters";
import { closeCasesOf, closeSingleCases, eventRows, openNewCases, recountCases } from "./events";
import { rememberPaid, waitAgain } from "./facts";
import { moveParcels } from "./parcels";

/**
 * Write back what the rules changed, with every effect they noted, in a constant number of statements. Counters come
 * last: they are what everybody writes.
 *
 * @param more counters of the same transaction, so that they are added in one statement
 * @param isStockLocked the caller has locked the cells of `stockChanges` together with others of its own
 */
export async function saveModel(
  tx: Tx,
  ids: IdSource,
  {
    model,
    more,
    isStockLocked = false,
  }: { model: Model; more: readonly CounterDelta[]; isStockLocked?: boolean },
): Promise<void> {
  const { effects } = model;
  const orders = [...effects.changedOrders].map((id) =>
    present(model.orders.get(id), "changed order"),
  );
  const parcels = [...effects.changedParcels].map((id) =>
    present(model.parcels.get(id), "changed parcel"),
  );
  if (orders.length > 0) await saveOrders(tx, orders);
  if (parcels.length > 0) await saveParcels(tx, parcels);
  await moveParcels(tx, effects.doors);
  await saveGoods(tx, orders, parcels);
  await wakeParcels(tx, parcelsOfChanged(model));
  await saveTasks(tx, parcels);
  await saveStock(tx, model, isStockLocked);
  await insertTables(tx, [
    ledgerRows(effects),
    refundRows(effects),
    await storyRows(ids, effects),
    await packageRows(ids, effects),
    writebackRows(effects.writebacks),
  ]);
  await saveOwed(tx, effects.owed);
  await saveCases(tx, ids, effects);
  await rememberPaid(tx, effects.paidUnsaid);
  await waitAgain(tx, effects.waiting);
  await openCounts(tx, ids, { rows: effects.counts, by: "system" });
  await saveRiders(tx, effects);
  await addCounters(tx, [...more, ...effects.counters]);
}

/** Parcels that have not left for a store and share an order that changed: it may have been what held them. */
function parcelsOfChanged({ parcels, effects: { changedOrders } }: Model): number[] {
  return [...parcels.values()]
    .filter((p) => p.status === "waiting_merge" || p.status === "open")
    .filter((p) => p.lines.some((l) => changedOrders.has(l.orderId)))
    .map((p) => p.id);
}

async function saveOrders(tx: Tx, rows: readonly OrderState[]): Promise<void> {
  await tx`
    update orders o set trade = n.trade::trade, stock = n.stock::stock_state, fulfil = n.fulfil::fulfil,
      delivery = n.delivery::delivery, delivery_fact_at = n.delivery_fact_at, after_sale = n.after_sale::after_sale,
      holds = n.holds, owed_fen = n.owed, applications = n.applications, lead_fulfilment_id = n.lead,
      refunded_fen = n.refunded, delivered_at = n.delivered_at,
      version = n.version
    from unnest(
      ${rows.map((o) => o.id)}::bigint[], ${rows.map((o) => o.trade)}::text[], ${rows.map((o) => o.stock)}::text[],
      ${rows.map((o) => o.fulfil)}::text[], ${rows.map((o) => o.delivery)}::text[],
      ${rows.map((o) => at(o.deliveryFactAt))}::timestamptz[], ${rows.map((o) => o.afterSale)}::text[],
      ${rows.map((o) => o.holds)}::smallint[], ${rows.map(owedFen)}::bigint[],
      ${rows.map((o) => json(o.applications))}::text[]::jsonb[], ${rows.map((o) => o.leadFulfilmentId)}::bigint[],
      ${rows.map((o) => o.refundedFen)}::bigint[], ${rows.map((o) => at(o.deliveredAt))}::timestamptz[],
      ${rows.map((o) => o.version)}::int[]
    ) as n (id, trade, stock, fulfil, delivery, delivery_fact_at, after_sale, holds, owed, applications, lead,
    refunded, delivered_at, version)
    where o.id = n.id`;
}

async function saveParcels(tx: Tx, rows: readonly ParcelState[]): Promise<void> {
  await tx`
    update fulfilment_orders f set status = n.status::fulfil, handshake = n.handshake::handshake, members = n.members,
      released_at = n.released_at, picked_at = n.picked_at, handed_over_at = n.handed_over_at, version = n.version
    from unnest(
      ${rows.map((p) => p.id)}::bigint[], ${rows.map((p) => p.status)}::text[], ${rows.map((p) => p.handshake)}::text[],
      ${rows.map((p) => p.members)}::smallint[], ${rows.map((p) => at(p.releasedAt))}::timestamptz[],
      ${rows.map((p) => at(p.pickedAt))}::timestamptz[], ${rows.map((p) => at(p.handedOverAt))}::timestamptz[],
      ${rows.map((p) => p.version)}::int[]
    ) as n (id, status, handshake, members, released_at, picked_at, handed_over_at, version)
    where f.id = n.id`;
}

async function saveTasks(tx: Tx, parcels: readonly ParcelState[]): Promise<void> {
  const rows = parcels.flatMap((p) =>
    p.task ? [{ ...p.task, fulfilmentId: p.id, storeId: p.storeId, promiseAt: p.promiseAt }] : [],
  );
  if (rows.length === 0) return;
  await tx`
    insert into delivery_tasks as t (id, fulfilment_id, store_id, rider_id, status, promise_at, fact_at, assigned_at,
      picked_up_at, delivered_at, version)
    select n.id, n.fulfilment_id, n.store_id, n.rider_id, n.status::delivery, n.promise_at, n.fact_at, n.fact_at,
      n.picked_up_at, n.delivered_at, n.version
    from unnest(
      ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.fulfilmentId)}::bigint[],
      ${rows.map((r) => r.storeId)}::int[],
      ${rows.map((r) => r.riderId)}::int[], ${rows.map((r) => r.status)}::text[],
      ${rows.map((r) => at(r.promiseAt))}::timestamptz[],
      ${rows.map((r) => at(r.factAt))}::timestamptz[], ${rows.map((r) => at(r.pickedUpAt))}::timestamptz[],
      ${rows.map((r) => at(r.deliveredAt))}::timestamptz[], ${rows.map((r) => r.version)}::int[]
    ) as n (id, fulfilment_id, store_id, rider_id, status, promise_at, fact_at, picked_up_at, delivered_at, version)
    on conflict (id) do update set status = excluded.status, fact_at = excluded.fact_at, rider_id = excluded.rider_id,
      picked_up_at = excluded.picked_up_at, delivered_at = excluded.delivered_at, version = excluded.version`;
}

/** The cells whose stock the rules changed. */
export function stockChanges(model: Model): StockChange[] {
  return [...model.effects.stock.values()].filter(
    (c) => c.reserved !== 0 || c.picked !== 0 || c.onHand !== 0,
  );
}

async function saveStock(tx: Tx, model: Model, isLocked: boolean): Promise<void> {
  const changes = stockChanges(model);
  if (changes.length > 0) {
    if (!isLocked) await lockStock(tx, changes);
    await changeStock(tx, changes);
  }
}

const ledgerRows = (effects: Effects): TableRows => ({
  table: "stock_ledger",
  columns: ["store_id int", "sku_id int", "kind text", "delta int", "ref text", "reason text"],
  rows: effects.ledger.map((l) => [l.storeId, l.skuId, l.kind, l.delta, l.ref, l.reason ?? ""]),
});

const refundRows = (effects: Effects): TableRows => ({
  table: "refunds",
  columns: [
    "order_id bigint",
    "external_refund_id text",
    "amount_fen bigint",
    "status text",
    "lines jsonb",
    "at timestamptz",
  ],
  rows: effects.refunds.map((r) => [
    r.orderId,
    r.refundId,
    r.amountFen,
    "succeeded",
    json(r.lines),
    at(r.at),
  ]),
});

async function storyRows(ids: IdSource, effects: Effects): Promise<TableRows> {
  const eventIds = await ids.take(effects.events.length);
  return eventRows(effects.events.map((e, i) => ({ ...e, id: present(eventIds[i], "event id") })));
}

async function packageRows(ids: IdSource, effects: Effects): Promise<TableRows> {
  const packageIds = await ids.take(effects.packages.length);
  return {
    table: "packages",
    columns: ["id bigint", "fulfilment_id bigint", "weight_grams int", "packed_at timestamptz"],
    rows: effects.packages.map((p, i) => [
      present(packageIds[i], "package id"),
      p.fulfilmentId,
      p.weightGrams,
      at(p.at),
    ]),
  };
}

async function saveCases(tx: Tx, ids: IdSource, effects: Effects): Promise<void> {
  const closed = [...effects.closedOrders];
  await closeCasesOf(tx, closed, "order_closed");
  await closeSingleCases(tx, effects.closedCases);
  await renewClocks(tx, [...effects.freed]);
  await openNewCases(tx, ids, effects.exceptions);
  const opened = effects.exceptions.flatMap((e) => (e.orderId === null ? [] : [e.orderId]));
  const changed = effects.closedCases.length > 0 ? effects.changedOrders : [];
  await recountCases(tx, [...new Set([...closed, ...opened, ...changed])]);
}

async function saveRiders(tx: Tx, effects: Effects): Promise<void> {
  const rows = [...effects.riderLoad].filter(([, delta]) => delta !== 0).sort(([a], [b]) => a - b);
  if (rows.length === 0) return;
  await tx`select id from riders where id = any(${rows.map(([id]) => id)}::int[]) order by id for update`;
  await tx`
    update riders r set load = r.load + n.delta
    from unnest(${rows.map(([id]) => id)}::int[], ${rows.map(([, delta]) => delta)}::smallint[]) as n (id, delta)
    where r.id = n.id`;
}
