import { at, type Cell, inKeyOrder, json, type TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { IdSource } from "@/db/ids";
import type { EventKind } from "@/server/domain/events";
import { type NewCase, OUTLIVING_CODES } from "@/server/domain/exceptions";
import { present } from "@/server/domain/kernel/assert";

export type EventInsert = {
  id: number;
  kind: EventKind;
  orderId: number | null;
  orderVersion: number | null;
  fulfilmentId: number | null;
  storeId: number | null;
  actor: string;
  at: number;
  payload: Record<string, unknown>;
};

/**
 * Append to the events log. `at` is the moment of the fact; the log is partitioned and ordered by the moment of writing,
 * so the fact's own time goes into the payload when it differs.
 */
export const eventRows = (rows: readonly EventInsert[]): TableRows => ({
  table: "events",
  columns: [
    "id bigint",
    "kind text",
    "order_id bigint",
    "order_version int",
    "fulfilment_id bigint",
    "store_id int",
    "actor text",
    "payload jsonb",
  ],
  rows: rows.map((e): Cell[] => [
    e.id,
    e.kind,
    e.orderId,
    e.orderVersion,
    e.fulfilmentId,
    e.storeId,
    e.actor,
    json({ ...e.payload, at: e.at }),
  ]),
});

export type DecisionInsert = {
  id: number;
  kind: string;
  orderId: number | null;
  fulfilmentId: number | null;
  ruleVersion: string;
  outcome: string;
  sentence: string;
  inputs: unknown;
};

export const decisionRows = (rows: readonly DecisionInsert[]): TableRows => ({
  table: "decisions",
  columns: [
    "id bigint",
    "kind text",
    "order_id bigint",
    "fulfilment_id bigint",
    "rule_version text",
    "outcome text",
    "sentence text",
    "inputs jsonb",
  ],
  rows: rows.map((d): Cell[] => [
    d.id,
    d.kind,
    d.orderId,
    d.fulfilmentId,
    d.ruleVersion,
    d.outcome,
    d.sentence,
    json(d.inputs),
  ]),
});

export type CaseInsert = NewCase & { id: number };

/**
 * Open cases; a finding that has an open case already adds nothing, but for goods that are lost once more. In the order of their keys: two who find the same things
 * wait for each other, never in a circle.
 */
export async function openCases(tx: Tx, found: readonly CaseInsert[]): Promise<void> {
  if (found.length === 0) return;
  await growLosses(tx, found);
  const rows = inKeyOrder(found, ({ code, subject }) => `${code}\n${subject}`);
  await tx`
    insert into exception_cases (id, code, subject, order_id, fulfilment_id, account_id, store_id, cause, data,
      risk_fen, due_at)
    select * from unnest(
      ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.subject)}::text[],
      ${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => r.fulfilmentId)}::bigint[],
      ${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.storeId)}::int[], ${rows.map((r) => r.cause)}::text[],
      ${rows.map((r) => json(r.data))}::text[]::jsonb[], ${rows.map((r) => r.riskFen)}::bigint[],
      ${rows.map((r) => at(r.dueAt))}::timestamptz[]
    ) on conflict (code, subject) where closed_at is null do nothing`;
}

/** An order that loses goods once more: its open case tells of all that is missing. */
async function growLosses(tx: Tx, found: readonly CaseInsert[]): Promise<void> {
  const rows = inKeyOrder(
    found.filter((f) => f.code === "OVERSOLD"),
    ({ subject }) => subject,
  );
  if (rows.length === 0) return;
  await tx`
    update exception_cases e set cause = n.cause, risk_fen = n.risk,
      data = e.data || n.data || jsonb_build_object(
        'losses', coalesce(e.data -> 'losses', '[]') || coalesce(n.data -> 'losses', '[]'),
        'proposals', coalesce(e.data -> 'proposals', '[]') || coalesce(n.data -> 'proposals', '[]'))
    from unnest(${rows.map((r) => r.subject)}::text[], ${rows.map((r) => r.cause)}::text[],
      ${rows.map((r) => r.riskFen)}::bigint[], ${rows.map((r) => json(r.data))}::text[]::jsonb[])
      as n (subject, cause, risk, data)
    where e.code = 'OVERSOLD' and e.subject = n.subject and e.closed_at is null`;
}

/** The same, with numbers taken for them. */
export async function openNewCases(
  tx: Tx,
  ids: IdSource,
  found: readonly NewCase[],
): Promise<void> {
  const taken = await ids.take(found.length);
  await openCases(
    tx,
    found.map((one, i) => ({ ...one, id: present(taken[i], "case id") })),
  );
}

/** Close an order's cases, all but those that outlive it: the order itself is over. */
export async function closeCasesOf(
  tx: Tx,
  orderIds: readonly number[],
  outcome: string,
): Promise<void> {
  if (orderIds.length === 0) return;
  await tx`update exception_cases set closed_at = now(), closed_by = 'system', outcome = ${outcome}
    where order_id = any(${[...orderIds]}::bigint[]) and closed_at is null
      and code <> all(${[...OUTLIVING_CODES]}::text[])`;
}

/** Close single cases, each with what became of it. Their orders are locked by the caller. */
export async function closeSingleCases(
  tx: Tx,
  rows: readonly { code: string; subject: string; outcome: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update exception_cases e set closed_at = now(), closed_by = 'system', outcome = c.outcome
    from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.subject)}::text[],
      ${rows.map((r) => r.outcome)}::text[]) as c (code, subject, outcome)
    where e.code = c.code and e.subject = c.subject and e.closed_at is null`;
}

/** Orders are locked before their cases (decision 0004), in id order, each once. */
export async function lockOrders(tx: Tx, orderIds: readonly number[]): Promise<void> {
  if (orderIds.length === 0) return;
  await tx`select id from orders where id = any(${[...orderIds]}::bigint[]) order by id for update`;
}

/** The same of one, by who has taken locks already that come after it. @throws when somebody else holds it */
export async function lockOrderAtOnce(tx: Tx, orderId: number): Promise<void> {
  await tx`select id from orders where id = ${orderId} for update nowait`;
}

/** The orders that open cases of a kind are about, before those. Who did the work has locked them as a rule. */
export async function lockOrdersAbout(
  tx: Tx,
  code: string,
  subjects: readonly string[],
): Promise<void> {
  if (subjects.length === 0) return;
  await tx`
    select id from orders where id in (
      select order_id from exception_cases
        where code = ${code} and subject = any(${[...subjects]}::text[]) and closed_at is null)
    order by id for update`;
}

/**
 * Close cases of a kind by what they are about.
 *
 * @param before only those opened before this moment: what was seen then says nothing about later ones
 * @returns the orders whose count changes
 */
export async function closeCasesAbout(
  tx: Tx,
  {
    code,
    subjects,
    outcome,
    before = null,
  }: { code: string; subjects: readonly string[]; outcome: string; before?: number | null },
): Promise<number[]> {
  if (subjects.length === 0) return [];
  const rows = await tx<{ orderId: number | null }[]>`
    update exception_cases set closed_at = now(), closed_by = 'system', outcome = ${outcome}
    where code = ${code} and subject = any(${[...subjects]}::text[]) and closed_at is null
      and opened_at < coalesce(${at(before)}::timestamptz, 'infinity') returning order_id as "orderId"`;
  return rows.flatMap((r) => (r.orderId === null ? [] : [r.orderId]));
}

/** The open-case count on the order's row, counted again after cases opened or closed. */
export async function recountCases(tx: Tx, orderIds: readonly number[]): Promise<void> {
  if (orderIds.length === 0) return;
  await tx`
    update orders o set open_exceptions = c.n
    from (select o2.id, count(e.id)::smallint as n from orders o2
      left join exception_cases e on e.order_id = o2.id and e.closed_at is null
      where o2.id = any(${[...orderIds]}::bigint[]) group by o2.id) c
    where o.id = c.id and o.open_exceptions <> c.n`;
}
