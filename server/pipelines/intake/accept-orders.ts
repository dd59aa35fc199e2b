import { insertTables, type TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { laneOfStore } from "@/db/log/inbox";
import { writebackRows } from "@/db/queries/channels/writebacks";
import {
  type DecisionInsert,
  decisionRows,
  type EventInsert,
  eventRows,
  openCases,
} from "@/db/queries/orders/events";
import { orderLineRows, orderRows } from "@/db/queries/orders/insert-orders";
import type { CandidateRow } from "@/db/queries/orders/parcels";
import { reservationRows, reserveStock, sellFromQuotas } from "@/db/queries/stock/stock";
import { moveRows, openCounts } from "@/db/queries/stock/stock-edits";
import type { CounterDelta } from "@/db/queries/upkeep/counters";
import type { ChannelOrder } from "@/server/domain/channels";
import type { Granted, Kept, StockCell } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { MERGE_RULE } from "@/server/domain/merge";
import { FULFIL } from "@/server/domain/orders/axes";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { type Draft, draftOrder } from "./draft-order";
import { type Finding, findingsOf } from "./findings";
import type { FromMessage } from "./messages/decode-batch";
import {
  foundGoods,
  isBlocked,
  type Placed,
  placeGoods,
  promisedRows,
  soldOwn,
} from "./place-goods";
import { saveParcels } from "./save-parcels";

/** How long goods are kept for an order that is not paid. @source reference/domain.md §6.2 */
const PAY_MS = 15 * 60_000;

export type NewOrder = FromMessage & { order: ChannelOrder };

/** New channel orders as rows on their way. */
export async function draftOrders(
  deps: Deps,
  catalog: Catalog,
  orders: readonly NewOrder[],
): Promise<Draft[]> {
  const ids = await deps.ids.take(orders.length);
  return orders.map(({ order, message, account }, i) => {
    const origin = {
      account,
      inboxId: message.id,
      inboxAt: message.receivedAt,
      lane: message.lane,
    };
    return draftOrder(order, origin, catalog, deps.vault, present(ids[i], "order id"), laneOfStore);
  });
}

/**
 * Make orders of ours out of drafts: rows, promised goods, parcels, cases and history, in a number of statements that does
 * not depend on how many orders there are. The caller holds every lock.
 *
 * @returns the numbers to count, so that the caller adds all counters of the batch once, last
 */
export async function acceptOrders(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  drafts: readonly Draft[],
  candidates: CandidateRow[],
  stock: readonly StockCell[],
  kept?: Kept,
): Promise<CounterDelta[]> {
  if (drafts.length === 0) return [];
  const placed = await placeGoods(deps, drafts, candidates, stock, kept);
  const byId = new Map(drafts.map((d) => [d.row.id, d.row]));
  const now = deps.clock.now();
  await sellFromQuotas(
    tx,
    soldOwn(placed.grants, stock, (id) => byId.get(id)?.accountId ?? 0),
  );
  const found = foundGoods(placed.grants, placed.changes);
  const findings = settleDrafts(deps, catalog, drafts, placed);
  // Sent one behind the other, not one after the other's answer: a round trip is most of what a small statement costs.
  const [saved] = await Promise.all([
    saveParcels(deps, tx, placed, drafts),
    reserveStock(tx, placed.changes),
  ]);
  await insertTables(tx, [
    orderRows(drafts.map((d) => d.row)),
    orderLineRows(drafts.flatMap((d) => d.lines)),
    reservationRows(
      promisedRows(placed.grants, (id) =>
        byId.get(id)?.trade === "pending_payment" ? now + PAY_MS : null,
      ),
    ),
    ...saved.tables,
    moveRows(found.ledger),
    ...(await storyOf(deps, drafts, placed, saved.events)),
    writebackRows(
      drafts
        .filter(wantsConfirm)
        .map((d) => ({ accountId: d.row.accountId, orderId: d.row.id, kind: "confirm" })),
    ),
  ]);
  await openFindings(deps, tx, findings);
  await openCounts(tx, deps.ids, { rows: found.counts, by: "system" });
  return [
    ...drafts.map((d) => counterOf(d, deps.clock.now())),
    ...findings.map(caseCounter(drafts)),
    ...saved.counters,
  ];
}

const wantsConfirm = (draft: Draft): boolean => draft.row.trade === "paid" && draft.autoAccept;

/** Write what was promised and planned onto the drafts before they become rows: no second write of an order. */
function settleDrafts(
  deps: Deps,
  catalog: Catalog,
  drafts: readonly Draft[],
  placed: Placed,
): Finding[] {
  const grants = groupBy(placed.grants, (g) => g.orderId);
  const parcels = new Map(placed.plan.parcels.map((p) => [p.id, p]));
  const parts = groupBy(placed.plan.parts, (p) => p.orderId);
  const now = deps.clock.now();
  const name = (skuId: number) => catalog.skus.get(skuId)?.name ?? String(skuId);
  return drafts.flatMap((draft) => {
    const mine = grants.get(draft.row.id) ?? [];
    promiseLines(draft, mine);
    const open = (parts.get(draft.row.id) ?? []).map((p) =>
      present(parcels.get(p.parcelId), "parcel of a part"),
    );
    const lead = open.reduce<(typeof open)[number] | null>(
      (a, b) => (a !== null && FULFIL.indexOf(a.status) <= FULFIL.indexOf(b.status) ? a : b),
      null,
    );
    draft.row.fulfil = lead?.status ?? null;
    draft.row.leadFulfilmentId = lead?.id ?? null;
    const found = findingsOf(draft, mine, name, now);
    draft.row.openExceptions = found.length;
    draft.row.holds = found.filter((f) => f.code !== "OUT_OF_STOCK").length > 0 ? 1 : 0;
    return found;
  });
}

/** Where each piece of the order lies now. Goods of one that is not paid are held and lie in no parcel. */
function promiseLines(draft: Draft, mine: readonly Granted[]): void {
  const isPaid = draft.row.trade !== "pending_payment";
  for (const line of draft.lines) {
    const granted = mine.find((g) => g.lineNo === line.lineNo)?.granted ?? 0;
    line.open = isPaid ? granted : 0;
    line.unassigned = line.ordered - line.open;
  }
  const isShort = mine.some((g) => g.granted < g.qty);
  if (isShort) draft.row.stock = isPaid ? "short" : "unreserved";
  else draft.row.stock = mine.length > 0 ? "reserved" : "unreserved";
}

/** What happened and what was decided, as rows. */
async function storyOf(
  deps: Deps,
  drafts: readonly Draft[],
  placed: Placed,
  more: Omit<EventInsert, "id">[],
): Promise<TableRows[]> {
  const decisions = placed.plan.decisions;
  const ids = await deps.ids.take(drafts.length + more.length + decisions.length);
  let next = 0;
  const id = () => present(ids[next++], "event id");
  const said = new Map(decisions.map((d) => [d.orderId, d]));
  const grants = groupBy(placed.grants, (g) => g.orderId);
  const rows: EventInsert[] = drafts.map((draft) =>
    placedEvent(
      id(),
      draft,
      grants.get(draft.row.id) ?? [],
      said.get(draft.row.id)?.sentence,
      deps.clock.now(),
    ),
  );
  const told = decisions.map(
    (d): DecisionInsert => ({
      id: id(),
      kind: "merge",
      orderId: d.orderId,
      fulfilmentId: d.parcelId || null,
      ruleVersion: MERGE_RULE,
      outcome: d.outcome,
      sentence: d.sentence,
      inputs: d.inputs,
    }),
  );
  return [eventRows([...rows, ...more.map((e) => ({ ...e, id: id() }))]), decisionRows(told)];
}

/** The order's first event says in one row what intake did: goods, parcel, what blocks it. */
function placedEvent(
  id: number,
  draft: Draft,
  grants: readonly Granted[],
  merge: string | undefined,
  now: number,
): EventInsert {
  const { row } = draft;
  const short = grants.reduce((sum, g) => sum + g.qty - g.granted, 0);
  return {
    id,
    kind: "order.placed",
    orderId: row.id,
    orderVersion: 1,
    fulfilmentId: row.leadFulfilmentId,
    storeId: row.storeId,
    actor: row.channel,
    at: now,
    payload: {
      trade: row.trade,
      to: row.fulfil,
      lines: draft.lines.length,
      ...(short > 0 ? { short } : {}),
      ...(merge ? { merge } : {}),
      ...(isBlocked(draft, grants) ? { blocked: true } : {}),
    },
  };
}

async function openFindings(deps: Deps, tx: Tx, findings: readonly Finding[]): Promise<void> {
  const ids = await deps.ids.take(findings.length);
  await openCases(
    tx,
    findings.map((f, i) => ({ ...f, id: present(ids[i], "case id") })),
  );
}

function counterOf(draft: Draft, now: number): CounterDelta {
  const { row } = draft;
  const lag = Math.max(0, now - draft.source.versionAt);
  const when = row.paidAt ?? row.placedAt;
  const isPaid = row.trade !== "pending_payment" ? 1 : 0;
  return {
    channel: row.channel,
    storeId: row.storeId ?? 0,
    at: when,
    orders: isPaid,
    paidFen: isPaid * row.paidFen,
    subsidyFen: isPaid * row.platformDiscountFen,
    lagMsSum: lag,
    lagMsMax: Math.min(lag, 2_000_000_000),
  };
}

function caseCounter(drafts: readonly Draft[]): (finding: Finding) => CounterDelta {
  const channels = new Map(drafts.map((d) => [d.row.id, d.row]));
  return (finding) => {
    const row = present(channels.get(finding.orderId ?? 0), "order of a finding");
    return {
      channel: row.channel,
      storeId: row.storeId ?? 0,
      at: row.paidAt ?? row.placedAt,
      exceptions: 1,
    };
  };
}

export function groupBy<T>(items: readonly T[], key: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
