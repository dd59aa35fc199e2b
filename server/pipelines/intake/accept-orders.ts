import { insertTables, type TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { writebackRows } from "@/db/queries/channels/writebacks";
import {
  type DecisionInsert,
  decisionRows,
  type EventInsert,
  eventRows,
  openNewCases,
} from "@/db/queries/orders/events";
import { orderLineRows, orderRows } from "@/db/queries/orders/insert-orders";
import { reservationRows, reserveStock, sellFromQuotas } from "@/db/queries/stock/stock";
import { moveRows, openCounts } from "@/db/queries/stock/stock-edits";
import { foundGoods, promisedRows, soldOwn } from "@/server/domain/fulfilment";
import {
  caseCounter,
  type Draft,
  firstEvent,
  orderCounter,
  settleDrafts,
} from "@/server/domain/intake";
import { present } from "@/server/domain/kernel/assert";
import type { CounterDelta } from "@/server/domain/metrics";
import { PARCEL_RULES } from "@/server/domain/rules";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { type Locked, type Placed, placeGoods } from "../place/place-goods";
import { saveParcels } from "../place/save-parcels";

/** How long goods are kept for an order that is not paid. @source docs/domain/stock.md#times */
const PAY_MS = 15 * 60_000;

/**
 * Make orders of ours out of drafts: rows, promised goods, parcels, cases and history, in a number of statements that does
 * not depend on how many orders there are. The caller holds every lock.
 *
 * @returns the numbers to count, so that the caller adds all counters of the batch once, last
 */
export async function acceptOrders(
  deps: Deps,
  tx: Tx,
  { catalog, drafts, locked }: { catalog: Catalog; drafts: readonly Draft[]; locked: Locked },
): Promise<CounterDelta[]> {
  if (drafts.length === 0) return [];
  const placed = await placeGoods(deps, drafts, locked);
  const byId = new Map(drafts.map((d) => [d.row.id, d]));
  const draftOf = (id: number) => present(byId.get(id), "draft of an order");
  const now = deps.clock.now();
  await sellFromQuotas(
    tx,
    soldOwn(placed.grants, locked.stock, (id) => draftOf(id).row.accountId),
  );
  const found = foundGoods(placed.grants, placed.changes);
  const nameOf = (skuId: number) => catalog.skus.get(skuId)?.name ?? String(skuId);
  const findings = settleDrafts(drafts, placed, { nameOf, now });
  // Sent one behind the other, not one after the other's answer: a round trip is most of what a small statement costs.
  const [saved] = await Promise.all([
    saveParcels(deps, tx, { placed, placings: drafts }),
    reserveStock(tx, placed.changes),
  ]);
  const expiresAt = (id: number) =>
    draftOf(id).row.trade === "pending_payment" ? now + PAY_MS : null;
  await insertTables(tx, [
    orderRows(drafts.map((d) => d.row)),
    orderLineRows(drafts.flatMap((d) => d.lines)),
    reservationRows(promisedRows(placed.grants, { expiresAt })),
    ...saved.tables,
    moveRows(found.ledger),
    ...(await storyOf(deps, drafts, { placed, more: saved.events })),
    writebackRows(
      drafts
        .filter(({ row, autoAccept }) => row.trade === "paid" && autoAccept)
        .map(({ row }) => ({ accountId: row.accountId, orderId: row.id, kind: "confirm" })),
    ),
  ]);
  await openNewCases(tx, deps.ids, findings);
  await openCounts(tx, deps.ids, { rows: found.counts, by: "system" });
  return [
    ...drafts.map((d) => orderCounter(d, now)),
    ...findings.map((f) => caseCounter(draftOf(f.orderId ?? 0))),
    ...saved.counters,
  ];
}

/** What happened and what was decided, as rows. */
async function storyOf(
  deps: Deps,
  drafts: readonly Draft[],
  { placed, more }: { placed: Placed; more: Omit<EventInsert, "id">[] },
): Promise<TableRows[]> {
  const { decisions } = placed.plan;
  const said = new Map(decisions.map((d) => [d.orderId, d.sentence]));
  const now = deps.clock.now();
  const first = drafts.map((draft) =>
    firstEvent(draft, placed.grantsOf(draft.row.id), { merge: said.get(draft.row.id), now }),
  );
  const told = [...first, ...more];
  const ids = await deps.ids.take(told.length + decisions.length);
  const idAt = (i: number) => present(ids[i], "event id");
  const rows = decisions.map(
    ({ orderId, parcelId, outcome, sentence, inputs }, i): DecisionInsert => ({
      id: idAt(told.length + i),
      kind: "merge",
      orderId,
      fulfilmentId: parcelId || null,
      ruleVersion: PARCEL_RULES.merge.version,
      outcome,
      sentence,
      inputs,
    }),
  );
  return [eventRows(told.map((e, i) => ({ ...e, id: idAt(i) }))), decisionRows(rows)];
}
