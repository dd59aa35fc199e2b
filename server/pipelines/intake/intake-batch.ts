import type { Tx } from "@/db/client";
import { buryMessages } from "@/db/log/dead-letters";
import type { LogMessage, Outcome } from "@/db/log/inbox";
import { queuePulls } from "@/db/queries/channels/pulls";
import { type FactRow, rememberFacts } from "@/db/queries/orders/facts";
import { findOrdersBySource } from "@/db/queries/orders/insert-orders";
import { loadModel, type Touched } from "@/db/queries/orders/load-model";
import { type CandidateRow, lockCandidates } from "@/db/queries/orders/parcels";
import { saveModel, stockChanges } from "@/db/queries/orders/save-model";
import { type HoldTaken, type HoldWanted, takeHolds } from "@/db/queries/stock/holds";
import { lockStock } from "@/db/queries/stock/stock";
import type { CounterDelta } from "@/db/queries/upkeep/counters";
import type { DeviceStep } from "@/server/domain/channels";
import { cellKey, type Kept, keptKey, type StockCell } from "@/server/domain/inventory";
import { emptyModel, type Model, type StockChange } from "@/server/domain/lifecycle";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { type Told, tellModel, touchedBy } from "../track/apply-facts";
import { acceptOrders, draftOrders } from "./accept-orders";
import type { Draft } from "./draft-order";
import { decodeBatch, type FromMessage, type Understood } from "./messages/decode-batch";
import { keepParts } from "./messages/keep-parts";
import { keepReports } from "./messages/keep-reports";
import type { LargeMessages } from "./messages/large-messages";
import { ownSteps } from "./own-steps";
import { cellsOf, findCandidates } from "./place-goods";
import { raiseOddities } from "./raise-oddities";
import { type Known, type Sorted, sortOrders, sourceKey } from "./sort-orders";

export const INTAKE_GROUP = "intake";

/**
 * One batch of the inbox, whatever is in it: new orders become orders with goods and parcels; what happened to known
 * ones takes effect; thin pushes become fetches; what nobody can read is put aside. One transaction, and the number of
 * statements does not grow with the batch.
 *
 * @param large what is known of large messages, which were read before
 * @returns what was put aside, and what told nothing new
 */
export async function intakeBatch(
  deps: Deps,
  tx: Tx,
  messages: LogMessage[],
  large: LargeMessages | null = null,
): Promise<Outcome> {
  const catalog = await freshCatalog(deps, messages);
  const said = decodeBatch(deps, catalog, messages, large);
  const known = await lookUp(tx, said);
  const sorted = sortOrders(said.orders, known);
  const { fresh, facts, duplicates, conflicts } = sorted;
  await buryMessages(tx, INTAKE_GROUP, said.failures);
  await queuePulls(
    tx,
    said.pulls.map((p) => ({
      accountId: p.account.id,
      externalNo: p.externalNo,
      lane: p.message.lane,
      degraded: p.degraded,
      refundId: p.refundId,
    })),
  );
  const { own, strange } = await ownSteps(tx, said.steps);
  await raiseOddities(deps, tx, said, sorted, strange);
  await keepReports(deps, tx, catalog, said.reports);
  await keepParts(deps, tx, catalog, said.parts);
  const news = await takeFacts(tx, said, known, facts);
  const told = news.flatMap((f) =>
    f.orderId === null ? [] : [{ orderId: f.orderId, fact: f.fact }],
  );
  await settle(deps, tx, catalog, await draftOrders(deps, catalog, fresh), told, own, duplicates);
  return outcomeOf(said, [...fresh, ...conflicts], news);
}

/** Told again, and nothing else: orders and facts we had, of messages that brought nothing besides. */
function outcomeOf(
  said: Understood,
  orders: readonly FromMessage[],
  news: readonly FactRow[],
): Outcome {
  const { steps, reports, pulls, unknown, badRows, parts } = said;
  const told = [...orders, ...steps, ...reports, ...pulls, ...unknown, ...badRows, ...parts];
  const isNew = new Set([...told.map((t) => t.message.id), ...news.map((f) => f.inboxId)]);
  const repeated = [...said.orders, ...said.facts].map((t) => t.message.id);
  return {
    buried: new Set(said.failures.map((f) => f.message.id)),
    repeated: new Set(repeated.filter((id) => !isNew.has(id))),
  };
}

/**
 * Let new orders and news of old ones take effect together. Everything is locked in the one order that all share (doors,
 * orders, parcels, stock), each once, before anything is written: two batches may wait for each other, never in a circle.
 */
async function settle(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  drafts: readonly Draft[],
  told: readonly Told[],
  steps: readonly DeviceStep[],
  duplicates: readonly CounterDelta[],
): Promise<void> {
  const found = await findCandidates(tx, drafts);
  const isQuiet = told.length === 0 && steps.length === 0;
  const { model, before } = isQuiet
    ? { model: emptyModel(), before: await lockCandidates(tx, found) }
    : await loadWith(tx, found, touchedBy(told, steps));
  tellModel(model, told, steps);
  const candidates = found.filter((c) => before.get(c.id) === c.version && isUntouched(model, c));
  const moved = stockChanges(model);
  const holds = await takeHolds(tx, wantedHolds(drafts));
  const stock = await lockStock(tx, [...cellsOf(drafts), ...moved, ...holds]);
  const counters = await acceptOrders(
    deps,
    tx,
    catalog,
    drafts,
    candidates,
    afterMoves(stock, moved),
    keptBy(holds),
  );
  await saveModel(tx, deps.ids, model, [...counters, ...duplicates], true);
}

/** News of old orders and the open parcels new ones may join, under the same locks. */
async function loadWith(
  tx: Tx,
  found: readonly CandidateRow[],
  touched: Touched,
): Promise<{ model: Model; before: Map<number, number> }> {
  const model = await loadModel(tx, {
    ...touched,
    orderIds: [...touched.orderIds, ...found.map((c) => c.orderId)],
    parcelIds: [...touched.parcelIds, ...found.map((c) => c.id)],
  });
  return { model, before: new Map([...model.parcels].map(([id, p]) => [id, p.version])) };
}

/** A parcel that moved on between the look and the lock, or that this very batch changes, is left alone. */
function isUntouched(model: Model, candidate: CandidateRow): boolean {
  const { changedOrders, changedParcels } = model.effects;
  const parcel = model.parcels.get(candidate.id);
  return (
    !changedParcels.has(candidate.id) && !parcel?.lines.some((l) => changedOrders.has(l.orderId))
  );
}

/** Checkouts whose goods these orders take over. */
function wantedHolds(drafts: readonly Draft[]): HoldWanted[] {
  return drafts.flatMap(({ source, row }) =>
    source.holdKey ? [{ accountId: row.accountId, holdKey: source.holdKey, orderId: row.id }] : [],
  );
}

/** Goods given back by this batch's cancels may be promised to its orders. */
function afterMoves(stock: readonly StockCell[], moved: readonly StockChange[]): StockCell[] {
  const changes = new Map(moved.map((m) => [cellKey(m.storeId, m.skuId), m]));
  return stock.map((cell) => {
    const change = changes.get(cellKey(cell.storeId, cell.skuId));
    return change
      ? {
          ...cell,
          reserved: cell.reserved + change.reserved,
          picked: cell.picked + change.picked,
          onHand: cell.onHand + change.onHand,
        }
      : cell;
  });
}

function keptBy(holds: readonly HoldTaken[]): Kept {
  const kept = new Map<string, number>();
  for (const { orderId, storeId, skuId, qty } of holds) {
    const key = keptKey(orderId, storeId, skuId);
    kept.set(key, (kept.get(key) ?? 0) + qty);
  }
  return kept;
}

/** A shop or an article nobody knows may have been mapped a moment ago. */
async function freshCatalog(deps: Deps, messages: readonly LogMessage[]): Promise<Catalog> {
  const catalog = await deps.catalog.get();
  return messages.every((m) => catalog.accounts.has(m.accountId))
    ? catalog
    : await deps.catalog.refresh();
}

async function lookUp(tx: Tx, said: Understood): Promise<Known> {
  const keys = [
    ...said.orders.map((o) => ({ accountId: o.account.id, externalNo: o.order.externalNo })),
    ...said.facts.map((f) => ({ accountId: f.account.id, externalNo: f.fact.externalNo })),
  ];
  const unique = new Map(keys.map((k) => [sourceKey(k.accountId, k.externalNo), k]));
  const rows = await findOrdersBySource(tx, [...unique.values()]);
  return new Map(rows.map((r) => [sourceKey(r.accountId, r.externalNo), r]));
}

/** Facts that are new. Those whose order is here take effect with this batch; the others wait for `take-late-facts`. */
async function takeFacts(
  tx: Tx,
  said: Understood,
  known: Known,
  derived: Sorted["facts"],
): Promise<FactRow[]> {
  const rows: FactRow[] = [
    ...said.facts.map((f) => ({ accountId: f.account.id, inboxId: f.message.id, fact: f.fact })),
    ...derived.map(({ from, fact }) => ({
      accountId: from.account.id,
      inboxId: from.message.id,
      fact,
    })),
  ].map((r) => ({
    ...r,
    // A payment takes effect apart, with locks of its own: to intake it is one that waits.
    orderId:
      r.fact.kind === "paid"
        ? null
        : (known.get(sourceKey(r.accountId, r.fact.externalNo))?.id ?? null),
  }));
  return await rememberFacts(tx, rows);
}
