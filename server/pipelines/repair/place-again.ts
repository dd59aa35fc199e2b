import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { wakeParcels } from "@/db/queries/cases/sweeps";
import { eventRows, recountCases } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import {
  countHolding,
  listDoors,
  listPlaceable,
  type PlaceableRow,
} from "@/db/queries/orders/placeable";
import { saveModel } from "@/db/queries/orders/save-model";
import { lockStock, reservationRows, reserveStock, sellFromQuotas } from "@/db/queries/stock/stock";
import { moveRows, openCounts } from "@/db/queries/stock/stock-edits";
import type { CounterDelta } from "@/db/queries/upkeep/counters";
import { readName } from "@/server/domain/identity";
import { type Granted, keptKey, type ReservationInsert } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Instant } from "@/server/domain/kernel/instant";
import {
  emit,
  hasOpenApplication,
  isLive,
  type Model,
  type OrderState,
  raise,
  refreshAfterSale,
} from "@/server/domain/lifecycle";
import { FULFIL } from "@/server/domain/orders/axes";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import {
  cellsOf,
  type Door,
  foundGoods,
  lockBehind,
  type Placed,
  type Placing,
  placeGoods,
  promisedRows,
  soldOwn,
} from "../intake/place-goods";
import { saveParcels } from "../intake/save-parcels";

export type Again = {
  orderIds: readonly number[];
  /** Doors that the change gives to these orders, beside those they have. */
  doors?: readonly Door[];
  /** Makes the change under every lock. @returns the orders that can go on by it, and counters to add */
  change: () => Promise<{ goOn: readonly number[]; counters: readonly CounterDelta[] }>;
  by: string;
  /** What the order's history calls it. */
  event?: string;
};

/**
 * After a mapping, a payment or a release: goods that lay nowhere are promised and put into parcels, as intake would have
 * done. Doors, orders, parcels and stock are locked in the one order that all share, and the change comes after.
 *
 * @returns orders that changed
 */
export async function placeAgain(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  again: Again,
): Promise<number> {
  const { orderIds } = again;
  if (orderIds.length === 0) return 0;
  const doors = [...(again.doors ?? []), ...(await listDoors(tx, orderIds))];
  const candidates = await lockBehind(tx, doors);
  const reach = {
    orderIds: [...orderIds, ...candidates.map((c) => c.orderId)],
    parcelIds: candidates.map((c) => c.id),
    taskIds: [],
  };
  const before = await loadModel(tx, reach);
  const { goOn, counters } = await again.change();
  if (goOn.length === 0) return 0;
  const rows = await listPlaceable(tx, goOn);
  const placings = rows.map((row) => toPlacing(row, catalog));
  const model = await loadModel(tx, reach);
  const held = heldBy(model, goOn);
  const stock = await lockStock(tx, [...cellsOf(placings), ...held.cells]);
  const open = candidates.filter((c) => before.parcels.get(c.id)?.version === c.version);
  const placed = await placeGoods(deps, placings, open, stock, held.kept);
  const accountOf = (id: number) => model.orders.get(id)?.accountId ?? 0;
  await sellFromQuotas(tx, soldOwn(placed.grants, stock, accountOf));
  await reserveStock(tx, placed.changes);
  const found = foundGoods(placed.grants, placed.changes);
  await openCounts(tx, deps.ids, { rows: found.counts, by: "system" });
  const promised = promisedRows(placed.grants, () => null, nextPart(model));
  const merged = await saveParcels(deps, tx, placed, placings);
  // Members of parcels that grew have told of it in an event of their own: what comes after counts from there.
  for (const { orderId, orderVersion } of merged.events) {
    const order = orderId === null ? undefined : model.orders.get(orderId);
    if (order && orderVersion !== null) order.version = orderVersion;
  }
  const eventIds = await deps.ids.take(merged.events.length);
  await insertTables(tx, [
    reservationRows(promised),
    moveRows(found.ledger),
    ...merged.tables,
    eventRows(merged.events.map((e, i) => ({ ...e, id: present(eventIds[i], "event id") }))),
  ]);
  const holding = await countHolding(tx, goOn);
  for (const id of goOn)
    settleOrder(
      model,
      { ...placed, promised, late: held.late },
      id,
      holding.get(id) ?? 0,
      deps,
      again,
    );
  await saveModel(tx, deps.ids, model, [...merged.counters, ...counters], true);
  // The orders were settled after their parcels were planned: what is ready by now goes at once.
  await wakeParcels(
    tx,
    placed.plan.parcels.filter((p) => !p.exists).map((p) => p.id),
  );
  await recountCases(tx, goOn);
  return goOn.length;
}

function toPlacing(row: PlaceableRow, catalog: Catalog): Placing {
  return {
    row: { ...row, tags: row.tags ?? [] },
    phone: { full: row.phoneKey, mask: row.maskKey },
    surname: row.nameMasked ? readName(row.nameMasked).surname : null,
    moneyFault: row.moneyHeld || row.unmatched > 0 ? "held" : null,
    lines: row.lines.map((l) => ({
      ...l,
      orderId: row.id,
      sku: catalog.skus.get(l.skuId) ?? null,
      draws: catalog.drawsOf(l.skuId),
    })),
  };
}

/** What these orders held while they were not paid becomes theirs for good: ended here, promised anew by the caller. */
function heldBy(model: Model, orderIds: readonly number[]) {
  const kept = new Map<string, number>();
  const cells: { storeId: number; skuId: number }[] = [];
  const late = new Set<number>();
  for (const id of orderIds) {
    const order = model.orders.get(id);
    // What is not paid keeps what it holds: nobody places it yet.
    if (!order || order.trade === "pending_payment") continue;
    const promised = order.lines.flatMap((l) => l.reservations);
    if (promised.some((r) => r.state === "released")) late.add(id);
    for (const r of promised) {
      if (r.state !== "held") continue;
      const key = keptKey(id, r.storeId, r.skuId);
      kept.set(key, (kept.get(key) ?? 0) + r.qty);
      cells.push({ storeId: r.storeId, skuId: r.skuId });
      Object.assign(r, { state: "released", expiresAt: null, qty: 0, picked: 0 });
    }
  }
  return { kept, cells, late };
}

/** The first part number that a line has not used. */
function nextPart(model: Model) {
  return (orderId: number, lineNo: number): number => {
    const line = model.orders.get(orderId)?.lines.find((l) => l.lineNo === lineNo);
    return 1 + Math.max(-1, ...(line?.reservations ?? []).map((r) => r.part));
  };
}

type Settled = Placed & {
  promised: readonly ReservationInsert[];
  /** Orders whose goods were given back before. */
  late: ReadonlySet<number>;
};

/** Granted pieces lie in a parcel now, and are promised. */
function takeGrant(
  order: OrderState,
  { lineNo, granted }: Granted,
  promised: readonly ReservationInsert[],
): void {
  const line = present(
    order.lines.find((l) => l.lineNo === lineNo),
    "line of a grant",
  );
  line.open += granted;
  line.unassigned -= granted;
  const mine = promised.filter((r) => r.orderId === order.id && r.lineNo === lineNo);
  for (const { part, storeId, skuId, qty, per, isPicked } of mine)
    line.reservations.push({
      part,
      storeId,
      skuId,
      qty,
      per,
      picked: isPicked ? qty : 0,
      state: isPicked ? "picked" : "confirmed",
      expiresAt: null,
    });
}

/** The order's own row, after its goods were placed: where they lie, what still holds it. */
function settleOrder(
  model: Model,
  placed: Settled,
  orderId: number,
  holding: number,
  deps: Deps,
  { by, event = "order.placed_again" }: Again,
): void {
  const order = model.orders.get(orderId);
  if (!order) return;
  for (const grant of placed.grants.filter((g) => g.orderId === orderId))
    takeGrant(order, grant, placed.promised);
  const parcels = new Map(placed.plan.parcels.map((p) => [p.id, p]));
  const fresh = placed.plan.parts
    .filter((p) => p.orderId === orderId)
    .map((p) => present(parcels.get(p.parcelId), "parcel of a part"));
  for (const parcel of fresh) {
    const isBehind =
      order.fulfil === null || FULFIL.indexOf(parcel.status) < FULFIL.indexOf(order.fulfil);
    if (!isBehind) continue;
    order.fulfil = parcel.status;
    order.leadFulfilmentId = parcel.id;
  }
  const known = order.lines.filter((l) => l.skuId !== null);
  const isPromised = known.some((l) => l.reservations.some(isLive));
  if (order.trade !== "pending_payment") {
    if (known.some((l) => l.unassigned > 0)) order.stock = "short";
    else if (isPromised) order.stock = "reserved";
  }
  order.holds = Number(holding > 0) + Number(hasOpenApplication(order));
  refreshAfterSale(order);
  if (order.stock === "short") raiseShortage(model, order, placed, deps.clock.now(), event);
  emit(
    model,
    order,
    event,
    deps.clock.now(),
    { by, open: order.lines.reduce((sum, l) => sum + l.open, 0) },
    null,
    by,
  );
}

/** Goods that were looked for and are not there: people decide, or time does (settle-shortages.ts). */
function raiseShortage(
  model: Model,
  order: OrderState,
  placed: Settled,
  at: Instant,
  event: string,
): void {
  const short = placed.grants.filter((g) => g.orderId === order.id && g.granted < g.qty);
  if (short.length === 0) return;
  const pieces = short.reduce((sum, g) => sum + g.qty - g.granted, 0);
  const riskFen = short.reduce((sum, g) => {
    const line = order.lines.find((l) => l.lineNo === g.lineNo);
    return sum + (line ? Math.round((line.paidFen * (g.qty - g.granted)) / line.ordered) : 0);
  }, 0);
  // Its goods were kept until the time to pay was over; the money came after.
  const isLate = event === "order.paid" && placed.late.has(order.id);
  raise(model, order, at, {
    code: isLate ? "PAY_AFTER_TIMEOUT" : "OUT_OF_STOCK",
    cause: `${isLate ? "超时后付款，货已不够" : "缺货"}：${short.length} 种商品共缺 ${pieces} 件`,
    riskFen,
    minutes: 3,
    data: { short: short.map((g) => ({ lineNo: g.lineNo, missing: g.qty - g.granted })) },
  });
}
