import type { Tx } from "@/db/client";
import { buryMessages } from "@/db/log/dead-letters";
import { type LogMessage, laneOfStore, type Outcome } from "@/db/log/inbox";
import { queuePulls } from "@/db/queries/channels/pulls";
import { type FactRow, rememberFacts } from "@/db/queries/orders/facts";
import { findOrdersBySource } from "@/db/queries/orders/insert-orders";
import { loadModel } from "@/db/queries/orders/load-model";
import { lockCandidates } from "@/db/queries/orders/parcels";
import { saveModel, stockChanges } from "@/db/queries/orders/save-model";
import { takeHolds } from "@/db/queries/stock/holds";
import { lockStock, openShelves } from "@/db/queries/stock/stock";
import type { DeviceStep } from "@/server/domain/channels";
import { type CandidateRow, goneFrom, keptOf, shelvesOf } from "@/server/domain/fulfilment";
import {
  contactFact,
  type Draft,
  type KnownOrder,
  type NewOrder,
  ownSteps,
  repeatedMessages,
  type Sorted,
  sortOrders,
  sourceKey,
  type Understood,
} from "@/server/domain/intake";
import {
  afterMoves,
  emptyModel,
  isUntouched,
  type Model,
  type Told,
  type Touched,
  tellModel,
  touchedBy,
} from "@/server/domain/lifecycle";
import type { CounterDelta } from "@/server/domain/metrics";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { findCandidates } from "../place/place-goods";
import { acceptOrders } from "./accept-orders";
import { draftOrders, hashesOf } from "./draft-orders";
import { keepParts } from "./messages/keep-parts";
import { keepReports } from "./messages/keep-reports";
import type { LargeMessages } from "./messages/large-messages";
import { readBatch } from "./messages/read-batch";
import { raiseOddities } from "./raise-oddities";
import { stepOwners } from "./step-owners";

export const INTAKE_GROUP = "intake";

/**
 * One batch of the inbox, whatever is in it: new orders become orders with goods and parcels; what happened to known
 * ones takes effect; thin pushes become fetches; what nobody can read is put aside. One transaction, and the number of
 * statements does not grow with the batch.
 *
 * @param deps `large`: what is known of large messages, which were read before
 * @returns what was put aside, and what told nothing new
 */
export async function intakeBatch(
  deps: Deps & { large?: LargeMessages },
  tx: Tx,
  messages: LogMessage[],
): Promise<Outcome> {
  const catalog = await freshCatalog(deps, messages);
  const { said, failures } = readBatch(deps, messages, { catalog, large: deps.large ?? null });
  const known = await lookUp(tx, said);
  const sorted = sortOrders(said.orders, known, hashesOf(deps));
  await buryMessages(tx, INTAKE_GROUP, failures);
  await queuePulls(
    tx,
    said.pulls.map(({ account, message, externalNo, degraded, refundId }) => {
      return { accountId: account.id, lane: message.lane, externalNo, degraded, refundId };
    }),
  );
  const owners = await stepOwners(tx, [
    ...said.steps.map((s) => s.step),
    ...said.strays.flatMap(({ stray }) => stray.step ?? []),
  ]);
  const { own, strange } = ownSteps(said.steps, owners);
  const { fresh, conflicts } = sorted;
  await raiseOddities(deps, tx, { said, fresh, conflicts, strange, owners });
  await keepReports(deps, tx, { catalog, said: said.reports });
  await keepParts(deps, tx, { catalog, parts: said.parts });
  const news = await takeFacts(tx, {
    said,
    known,
    sorted,
    contacts: sorted.contacts.map((from) => ({ ...from, fact: contactFact(from, deps.vault) })),
  });
  const facts = news.flatMap(({ orderId, fact }) => (orderId === null ? [] : [{ orderId, fact }]));
  const drafts = await draftOrders(deps, catalog, { orders: fresh, laneOf: laneOfStore });
  const batch = { catalog, drafts, facts, steps: own, duplicates: sorted.duplicates };
  await settle(deps, tx, batch);
  const newFacts = news.map((f) => f.inboxId);
  return {
    buried: new Set(failures.map((f) => f.message.id)),
    repeated: repeatedMessages(said, [...fresh, ...conflicts], newFacts),
  };
}

type Batch = {
  catalog: Catalog;
  drafts: readonly Draft[];
  facts: readonly Told[];
  steps: readonly DeviceStep[];
  duplicates: readonly CounterDelta[];
};

/**
 * Let new orders and news of old ones take effect together. Everything is locked in the one order that all share (doors,
 * orders, parcels, stock), each once, before anything is written: two batches may wait for each other, never in a circle.
 */
async function settle(deps: Deps, tx: Tx, batch: Batch): Promise<void> {
  const { catalog, drafts, facts, steps, duplicates } = batch;
  const found = await findCandidates(tx, drafts);
  const isQuiet = facts.length === 0 && steps.length === 0;
  const { model, before } = isQuiet
    ? { model: emptyModel(), before: await lockCandidates(tx, found) }
    : await loadWith(tx, found, touchedBy(facts, steps));
  tellModel(model, facts, steps);
  const candidates = found.filter(
    (c) => before.get(c.id) === c.version && isUntouched(model, c.id),
  );
  const moved = stockChanges(model);
  const holds = await takeHolds(
    tx,
    drafts.flatMap(({ source: { holdKey }, row, isDoubted }) =>
      holdKey && !isDoubted ? [{ accountId: row.accountId, holdKey, orderId: row.id }] : [],
    ),
  );
  await openShelves(tx, goneFrom(drafts));
  const stock = await lockStock(tx, [...shelvesOf(drafts), ...moved, ...holds]);
  const locked = { candidates, stock: afterMoves(stock, moved), kept: keptOf(holds) };
  const counters = await acceptOrders(deps, tx, { catalog, drafts, locked });
  await saveModel(tx, deps.ids, { model, more: [...counters, ...duplicates], isStockLocked: true });
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

/** A shop or an article nobody knows may have been mapped a moment ago. */
async function freshCatalog(deps: Deps, messages: readonly LogMessage[]): Promise<Catalog> {
  const catalog = await deps.catalog.get();
  return messages.every((m) => catalog.accounts.has(m.accountId))
    ? catalog
    : await deps.catalog.refresh();
}

type KnownOrders = ReadonlyMap<string, KnownOrder>;

async function lookUp(tx: Tx, said: Understood): Promise<KnownOrders> {
  const keys = [
    ...said.orders.map((o) => ({ accountId: o.account.id, externalNo: o.order.externalNo })),
    ...said.facts.map((f) => ({ accountId: f.account.id, externalNo: f.fact.externalNo })),
  ];
  const unique = new Map(keys.map((k) => [sourceKey(k.accountId, k.externalNo), k]));
  const rows = await findOrdersBySource(tx, [...unique.values()]);
  return new Map(rows.map((r) => [sourceKey(r.accountId, r.externalNo), r]));
}

type Facts = {
  said: Understood;
  known: KnownOrders;
  sorted: Sorted;
  contacts: readonly (NewOrder & { fact: FactRow["fact"] })[];
};

/** These take effect apart, with locks of their own: to intake they are facts that wait. */
const APART: ReadonlySet<FactRow["fact"]["kind"]> = new Set(["paid", "contact"]);

/** Facts that are new. Those whose order is here take effect with this batch; the others wait for `take-late-facts`. */
async function takeFacts(tx: Tx, { said, known, sorted, contacts }: Facts): Promise<FactRow[]> {
  const told = [
    ...said.facts,
    ...sorted.facts.map(({ from, fact }) => ({ ...from, fact })),
    ...contacts,
  ];
  const rows = told.map(({ account, message, fact }): FactRow => {
    const order = APART.has(fact.kind) ? null : known.get(sourceKey(account.id, fact.externalNo));
    return { accountId: account.id, inboxId: message.id, fact, orderId: order?.id ?? null };
  });
  return await rememberFacts(tx, rows);
}
