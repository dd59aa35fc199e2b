import type { Tx } from "@/db/client";
import { buryMessages } from "@/db/log/dead-letters";
import type { LogMessage } from "@/db/log/inbox";
import type { CounterDelta } from "@/db/queries/counters";
import { openCases } from "@/db/queries/events";
import { type FactRow, rememberFacts } from "@/db/queries/facts";
import { findOrdersBySource, type KnownOrder } from "@/db/queries/insert-orders";
import { loadModel, type Touched } from "@/db/queries/load-model";
import { type CandidateRow, lockCandidates } from "@/db/queries/parcels";
import { queuePulls } from "@/db/queries/pulls";
import { saveModel, stockChanges } from "@/db/queries/save-model";
import { lockStock } from "@/db/queries/stock";
import type { ChannelFact, ChannelOrder, DeviceStep } from "@/server/domain/channels";
import { cellKey, type StockCell } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { emptyModel, type Model, type StockChange } from "@/server/domain/tracking";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { type Told, tellModel, touchedBy } from "../track/apply-facts";
import { acceptOrders, draftOrders, type NewOrder } from "./accept-orders";
import { decodeBatch, type Understood } from "./decode-batch";
import { contentHash, type Draft } from "./draft-order";
import { demandsOf, findCandidates } from "./place-goods";

export const INTAKE_GROUP = "intake";

/**
 * One batch of the inbox, whatever is in it: new orders become orders with goods and parcels; what happened to known
 * ones takes effect; thin pushes become fetches; what nobody can read is put aside. One transaction, and the number of
 * statements does not grow with the batch.
 */
export async function intakeBatch(deps: Deps, tx: Tx, messages: LogMessage[]): Promise<void> {
  const catalog = await freshCatalog(deps, messages);
  const said = decodeBatch(deps, catalog, messages);
  const known = await lookUp(tx, said);
  const { fresh, facts, duplicates, conflicts } = sortOrders(said.orders, known);
  await buryMessages(tx, INTAKE_GROUP, said.failures);
  await queuePulls(
    tx,
    said.pulls.map((p) => ({
      accountId: p.account.id,
      externalNo: p.externalNo,
      lane: p.message.lane,
      degraded: p.degraded,
    })),
  );
  await raiseOddities(deps, tx, said, conflicts);
  const told = await takeFacts(tx, said, known, facts);
  await settle(
    deps,
    tx,
    catalog,
    await draftOrders(deps, catalog, fresh),
    told,
    said.steps.map((s) => s.step),
    duplicates,
  );
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
  const stock = await lockStock(tx, uniqueCells([...drafts.flatMap(demandsOf), ...moved]));
  const counters = await acceptOrders(
    deps,
    tx,
    catalog,
    drafts,
    candidates,
    afterMoves(stock, moved),
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

function uniqueCells<T extends { storeId: number; skuId: number }>(cells: readonly T[]): T[] {
  return [...new Map(cells.map((c) => [cellKey(c.storeId, c.skuId), c])).values()];
}

/** Goods given back by this batch's cancels may be promised to its orders. */
function afterMoves(stock: readonly StockCell[], moved: readonly StockChange[]): StockCell[] {
  const changes = new Map(moved.map((m) => [cellKey(m.storeId, m.skuId), m]));
  return stock.map((cell) => {
    const change = changes.get(cellKey(cell.storeId, cell.skuId));
    return change
      ? { ...cell, reserved: cell.reserved + change.reserved, onHand: cell.onHand + change.onHand }
      : cell;
  });
}

/** A shop or an article nobody knows may have been mapped a moment ago. */
async function freshCatalog(deps: Deps, messages: readonly LogMessage[]): Promise<Catalog> {
  const catalog = await deps.catalog.get();
  return messages.every((m) => catalog.accounts.has(m.accountId))
    ? catalog
    : await deps.catalog.refresh();
}

const sourceKey = (accountId: number, externalNo: string) => `${accountId}|${externalNo}`;
type Known = Map<string, KnownOrder>;

async function lookUp(tx: Tx, said: Understood): Promise<Known> {
  const keys = [
    ...said.orders.map((o) => ({ accountId: o.account.id, externalNo: o.order.externalNo })),
    ...said.facts.map((f) => ({ accountId: f.account.id, externalNo: f.fact.externalNo })),
  ];
  const unique = new Map(keys.map((k) => [sourceKey(k.accountId, k.externalNo), k]));
  const rows = await findOrdersBySource(tx, [...unique.values()]);
  return new Map(rows.map((r) => [sourceKey(r.accountId, r.externalNo), r]));
}

type Sorted = {
  fresh: NewOrder[];
  facts: { from: NewOrder; fact: ChannelFact }[];
  duplicates: CounterDelta[];
  conflicts: NewOrder[];
};

/** The first telling of an order is the order; later ones are at most news of its state. */
function sortOrders(orders: readonly NewOrder[], known: Known): Sorted {
  const out: Sorted = { fresh: [], facts: [], duplicates: [], conflicts: [] };
  const seen = new Map<string, Pick<KnownOrder, "contentHash" | "trade">>();
  for (const from of orders) {
    const key = sourceKey(from.account.id, from.order.externalNo);
    const before = seen.get(key) ?? known.get(key);
    const mine = contentHash(from.order);
    if (before === undefined) {
      seen.set(key, { contentHash: mine, trade: from.order.trade });
      out.fresh.push(from);
    } else {
      out.duplicates.push({
        channel: from.account.channel,
        storeId: 0,
        at: from.message.receivedAt,
        duplicates: 1,
      });
      if (before.contentHash !== mine) out.conflicts.push(from);
      if (before.trade === "pending_payment" && isPaid(from.order))
        out.facts.push({ from, fact: paidFact(from.order) });
    }
    const fact = stateFact(from.order);
    // A new order that comes accepted already says so itself.
    if (fact && !(before === undefined && fact.kind === "accepted")) out.facts.push({ from, fact });
  }
  return out;
}

const isPaid = ({ trade }: ChannelOrder): boolean =>
  trade !== "pending_payment" && trade !== "cancelled";

/** Told of an order that waited for its money. One order is paid once, however often that is told. */
const paidFact = (order: ChannelOrder): ChannelFact => ({
  externalNo: order.externalNo,
  at: order.paidAt ?? order.versionAt,
  version: "paid",
  kind: "paid",
  promiseAt: order.promiseAt,
});

/** What a snapshot of an order says beyond "it exists". */
function stateFact(order: ChannelOrder): ChannelFact | null {
  const base = {
    externalNo: order.externalNo,
    at: order.versionAt,
    version: String(order.versionAt),
  };
  if (order.trade === "accepted") return { ...base, kind: "accepted" };
  if (order.trade === "completed") return { ...base, kind: "completed" };
  if (order.trade === "cancelled")
    return { ...base, kind: "cancelled", reason: "平台已取消", by: "platform" };
  return null;
}

/** Facts that are new and whose order is here; the others are remembered and wait for `take-late-facts`. */
async function takeFacts(
  tx: Tx,
  said: Understood,
  known: Known,
  derived: Sorted["facts"],
): Promise<Told[]> {
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
  const fresh = await rememberFacts(tx, rows);
  return fresh.flatMap((f) => (f.orderId === null ? [] : [{ orderId: f.orderId, fact: f.fact }]));
}

/** Unknown kinds of event, bad rows of files, one number with two contents: kept, and raised to people. */
async function raiseOddities(
  deps: Deps,
  tx: Tx,
  said: Understood,
  conflicts: readonly NewOrder[],
): Promise<void> {
  const dueAt = deps.clock.now() + 30 * 60_000;
  const base = { orderId: null, fulfilmentId: null, storeId: null, riskFen: 0, dueAt };
  const cases = [
    ...said.unknown.map((u) => ({
      ...base,
      code: "UNKNOWN_EVENT",
      subject: `account:${u.account.id}:${u.what}`,
      accountId: u.account.id,
      cause: `${u.account.name} 发来未知事件 ${u.what}，原文已保存`,
      data: { inboxId: u.message.id },
    })),
    ...said.badRows.map((b) => ({
      ...base,
      code: "INGEST_FAILED",
      subject: `file:${b.message.id}:${b.row}`,
      accountId: b.account.id,
      cause: `${b.message.topic === "file" ? `文件第 ${b.row} 行` : `批次第 ${b.row} 笔`}未导入：${b.reason}`,
      data: { inboxId: b.message.id, row: b.row },
    })),
    ...conflicts.map((c) => ({
      ...base,
      code: "CONTENT_CONFLICT",
      subject: `source:${c.account.id}:${c.order.externalNo}`,
      accountId: c.account.id,
      cause: `${c.account.name} ${c.order.externalNo} 重复推送但内容不同，以首次为准`,
      data: { inboxId: c.message.id },
      riskFen: c.order.amounts.paidFen,
    })),
  ];
  const ids = await deps.ids.take(cases.length);
  await openCases(
    tx,
    cases.map((c, i) => ({ ...c, id: present(ids[i], "case id") })),
  );
}
