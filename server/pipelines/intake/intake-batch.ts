import type { Tx } from "@/db/client";
import { buryMessages } from "@/db/log/dead-letters";
import type { LogMessage } from "@/db/log/inbox";
import { addCounters, type CounterDelta } from "@/db/queries/counters";
import { openCases } from "@/db/queries/events";
import { type FactRow, rememberFacts, takeWaitingFacts } from "@/db/queries/facts";
import { findOrdersBySource, type KnownOrder } from "@/db/queries/insert-orders";
import { queuePulls } from "@/db/queries/pulls";
import type { ChannelFact, ChannelOrder } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { applyFacts, type Told } from "../track/apply-facts";
import { acceptOrders, type NewOrder } from "./accept-orders";
import { decodeBatch, type Understood } from "./decode-batch";
import { contentHash } from "./draft-order";

export const INTAKE_GROUP = "intake";
const WAITING_MAX = 500;

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
  await queuePulls(tx, said.pulls.map((p) => ({ accountId: p.account.id, externalNo: p.externalNo, lane: p.message.lane, degraded: p.degraded })));
  const counters = await acceptOrders(deps, tx, catalog, fresh);
  const told = await takeFacts(tx, said, known, facts, fresh.length > 0);
  await raiseOddities(deps, tx, said, conflicts);
  const all = [...counters, ...duplicates];
  if (told.length === 0 && said.steps.length === 0) await addCounters(tx, all);
  else await applyFacts(deps, tx, told, said.steps.map((s) => s.step), all);
}

/** A shop or an article nobody knows may have been mapped a moment ago. */
async function freshCatalog(deps: Deps, messages: readonly LogMessage[]): Promise<Catalog> {
  const catalog = await deps.catalog.get();
  return messages.every((m) => catalog.accounts.has(m.accountId)) ? catalog : await deps.catalog.refresh();
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
  const seen = new Map<string, string>();
  for (const from of orders) {
    const key = sourceKey(from.account.id, from.order.externalNo);
    const hash = seen.get(key) ?? known.get(key)?.contentHash;
    const mine = contentHash(from.order);
    if (hash === undefined) {
      seen.set(key, mine);
      out.fresh.push(from);
    } else {
      out.duplicates.push({ channel: from.account.channel, storeId: 0, at: from.message.receivedAt, duplicates: 1 });
      if (hash !== mine) out.conflicts.push(from);
    }
    const fact = stateFact(from.order);
    if (fact) out.facts.push({ from, fact });
  }
  return out;
}

/** What a snapshot of an order says beyond "it exists". */
function stateFact(order: ChannelOrder): ChannelFact | null {
  const base = { externalNo: order.externalNo, at: order.versionAt, version: String(order.versionAt) };
  if (order.trade === "accepted") return { ...base, kind: "accepted" };
  if (order.trade === "completed") return { ...base, kind: "completed" };
  if (order.trade === "cancelled") return { ...base, kind: "cancelled", reason: "平台已取消", by: "platform" };
  return null;
}

/** Facts that are new and whose order is here; the others are remembered and wait. */
async function takeFacts(tx: Tx, said: Understood, known: Known, derived: Sorted["facts"], hasFresh: boolean): Promise<Told[]> {
  const rows: FactRow[] = [
    ...said.facts.map((f) => ({ accountId: f.account.id, inboxId: f.message.id, fact: f.fact })),
    ...derived.map(({ from, fact }) => ({ accountId: from.account.id, inboxId: from.message.id, fact })),
  ].map((r) => ({ ...r, orderId: known.get(sourceKey(r.accountId, r.fact.externalNo))?.id ?? null }));
  const fresh = await rememberFacts(tx, rows);
  // Orders accepted a moment ago may have had facts waiting, some of them from this very batch.
  const waiting = hasFresh || fresh.some((f) => f.orderId === null) ? await takeWaitingFacts(tx, WAITING_MAX) : [];
  const told = fresh.flatMap((f) => (f.orderId === null ? [] : [{ orderId: f.orderId, fact: f.fact }]));
  return [...told, ...waiting.map((w) => ({ orderId: w.orderId, fact: w.fact }))];
}

/** Unknown kinds of event, bad rows of files, one number with two contents: kept, and raised to people. */
async function raiseOddities(deps: Deps, tx: Tx, said: Understood, conflicts: readonly NewOrder[]): Promise<void> {
  const dueAt = deps.clock.now() + 30 * 60_000;
  const base = { orderId: null, fulfilmentId: null, storeId: null, riskFen: 0, dueAt };
  const cases = [
    ...said.unknown.map((u) => ({
      ...base, code: "UNKNOWN_EVENT", subject: `account:${u.account.id}:${u.what}`, accountId: u.account.id,
      cause: `${u.account.name} 发来未知事件 ${u.what}，原文已保存`, data: { inboxId: u.message.id },
    })),
    ...said.badRows.map((b) => ({
      ...base, code: "INGEST_FAILED", subject: `file:${b.message.id}:${b.row}`, accountId: b.account.id,
      cause: `文件第 ${b.row} 行未导入：${b.reason}`, data: { inboxId: b.message.id, row: b.row },
    })),
    ...conflicts.map((c) => ({
      ...base, code: "CONTENT_CONFLICT", subject: `source:${c.account.id}:${c.order.externalNo}`, accountId: c.account.id,
      cause: `${c.account.name} ${c.order.externalNo} 重复推送但内容不同，以首次为准`, data: { inboxId: c.message.id },
      riskFen: c.order.amounts.paidFen,
    })),
  ];
  const ids = await deps.ids.take(cases.length);
  await openCases(tx, cases.map((c, i) => ({ ...c, id: present(ids[i], "case id") })));
}
