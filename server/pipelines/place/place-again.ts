import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { eventRows, recountCases } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import { listDoors, listPlaceable } from "@/db/queries/orders/placeable";
import { saveModel } from "@/db/queries/orders/save-model";
import {
  lockStock,
  openShelves,
  reservationRows,
  reserveStock,
  sellFromQuotas,
} from "@/db/queries/stock/stock";
import { moveRows, openCounts } from "@/db/queries/stock/stock-edits";
import {
  type CandidateRow,
  foundGoods,
  goneFrom,
  type ParcelPart,
  type Placing,
  promisedRows,
  shelvesOf,
  soldOwn,
} from "@/server/domain/fulfilment";
import type { StockCell } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import {
  afterMoves,
  endPromises,
  isUntouched,
  type Model,
  nextPart,
  type PlacingEvent,
  partIn,
  placingOf,
  settlePlaced,
} from "@/server/domain/lifecycle";
import type { CounterDelta } from "@/server/domain/metrics";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { type Door, lockBehind, type Placed, placeGoods } from "./place-goods";
import { saveParcels } from "./save-parcels";

type Again = {
  orderIds: readonly number[];
  /** Doors that the change gives to these orders, beside those they have. */
  doors?: readonly Door[];
  /** Makes the change under every lock. @returns the orders that can go on by it, and counters to add */
  change: (
    before: Model,
  ) => Promise<{ goOn: readonly number[]; counters: readonly CounterDelta[] }>;
  /** What the change is to orders as the rules know them, after it is made; what stands open behind their doors. */
  tell?: (model: Model, open: readonly CandidateRow[]) => void;
  by: string;
  /** What the order's history calls it. */
  event?: PlacingEvent;
};

/**
 * After a mapping, a payment, a release or a new address: goods that lie nowhere are promised and put into parcels, as
 * intake would have done. Doors, orders, parcels and stock are locked in the one order that all share, and the change comes
 * after.
 *
 * @returns orders that changed
 */
export async function placeAgain(
  deps: Deps,
  tx: Tx,
  { catalog, again }: { catalog: Catalog; again: Again },
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
  const { goOn, counters } = await again.change(before);
  if (goOn.length === 0 && !again.tell) return 0;
  const model = await loadModel(tx, reach);
  again.tell?.(model, candidates);
  const isStill = (c: CandidateRow) =>
    before.parcels.get(c.id)?.version === c.version && isUntouched(model, c.id);
  const open = candidates.filter(isStill);
  const more = await place(deps, tx, { catalog, again, goOn, model, open });
  await saveModel(tx, deps.ids, { model, more: [...more, ...counters], isStockLocked: true });
  await recountCases(tx, goOn);
  return goOn.length;
}

type Work = {
  catalog: Catalog;
  again: Again;
  goOn: readonly number[];
  model: Model;
  open: readonly CandidateRow[];
};

/** Promise, plan and save the goods of these orders, and settle the orders themselves in the model. */
async function place(deps: Deps, tx: Tx, work: Work): Promise<CounterDelta[]> {
  const { catalog, again, goOn, model, open } = work;
  const rows = await listPlaceable(tx, goOn);
  const held = endPromises(model, goOn);
  const placings = rows.flatMap((row) => {
    const order = model.orders.get(row.id);
    return (order && placingOf(order, row, catalog)) ?? [];
  });
  await openShelves(tx, goneFrom(placings));
  const moved = [...model.effects.stock.values()];
  const shelves = await lockStock(tx, [...shelvesOf(placings), ...held.cells, ...moved]);
  const stock = afterMoves(shelves, moved);
  const placed = await placeGoods(deps, placings, { candidates: open, stock, kept: held.kept });
  const saved = await savePlaced(deps, tx, { placed, placings, stock, model });
  const at = deps.clock.now();
  const { plan, grantsOf } = placed;
  const { by, event = "order.placed_again" } = again;
  settlePlaced(model, goOn, { plan, grantsOf, at, ...saved, late: held.late, by, event });
  return saved.counters;
}

type Saving = {
  placed: Placed;
  placings: readonly Placing[];
  stock: readonly StockCell[];
  model: Model;
};

async function savePlaced(deps: Deps, tx: Tx, { placed, placings, stock, model }: Saving) {
  const { grants, changes } = placed;
  const accountOf = (id: number) => model.orders.get(id)?.accountId ?? 0;
  await sellFromQuotas(tx, soldOwn(grants, stock, accountOf));
  await reserveStock(tx, changes);
  const found = foundGoods(grants, changes);
  await openCounts(tx, deps.ids, { rows: found.counts, by: "system" });
  const partOf = nextPart(model.orders);
  const promised = promisedRows(grants, { expiresAt: () => null, partOf });
  const hasPart = (part: ParcelPart) => partIn(model, part) !== undefined;
  const merged = await saveParcels(deps, tx, { placed, placings, hasPart });
  const eventIds = await deps.ids.take(merged.events.length);
  await insertTables(tx, [
    reservationRows(promised),
    moveRows(found.ledger),
    ...merged.tables,
    eventRows(merged.events.map((e, i) => ({ ...e, id: present(eventIds[i], "event id") }))),
  ]);
  return { promised, events: merged.events, counters: merged.counters };
}
