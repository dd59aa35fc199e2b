import type { Queryable } from "../../client";

export type StoryEvent = {
  id: number;
  kind: string;
  /** When it was written; the moment of the fact is in the payload. */
  at: number;
  orderVersion: number | null;
  actor: string;
  /** Set where a person did it. */
  actorName: string | null;
  payload: Record<string, unknown>;
};

const EVENTS_MAX = 500;

/**
 * An order's history, newest first.
 *
 * @param since the order's own beginning: days of the log before it are not opened
 */
export async function listStory(
  db: Queryable,
  orderId: number,
  since: number,
): Promise<StoryEvent[]> {
  return await db<StoryEvent[]>`
    select e.id, e.kind, e.at, e.order_version as "orderVersion", e.actor, u.name as "actorName", e.payload
    from events e left join users u on u.id = e.actor
    where e.order_id = ${orderId} and e.at >= ${since}::timestamptz - interval '1 hour'
    order by coalesce(e.order_version, 0) desc, e.id desc limit ${EVENTS_MAX}`;
}

export type DecisionRow = {
  id: number;
  kind: string;
  ruleVersion: string;
  outcome: string;
  sentence: string;
  inputs: unknown;
  at: number;
};

/** Decisions about the order itself, and those about a parcel its goods lie in: which rider carries it. */
export async function listDecisions(db: Queryable, orderId: number): Promise<DecisionRow[]> {
  return await db<DecisionRow[]>`
    select id, kind, rule_version as "ruleVersion", outcome, sentence, inputs, at from (
      select * from decisions where order_id = ${orderId}
      union all
      select * from decisions where order_id is null and fulfilment_id = any(array(
        select fulfilment_id from fulfilment_lines where order_id = ${orderId}))
    ) d order by id desc limit 100`;
}

export type OrderCaseRow = {
  id: number;
  code: string;
  cause: string;
  riskFen: number;
  openedAt: number;
  dueAt: number;
  closedAt: number | null;
  closedBy: string | null;
  outcome: string | null;
};

export async function listOrderCases(db: Queryable, orderId: number): Promise<OrderCaseRow[]> {
  return await db<OrderCaseRow[]>`
    select e.id, e.code, e.cause, e.risk_fen as "riskFen", e.opened_at as "openedAt", e.due_at as "dueAt",
      e.closed_at as "closedAt", coalesce(u.name, e.closed_by) as "closedBy", e.outcome
    from exception_cases e left join users u on u.id = e.closed_by
    where e.order_id = ${orderId} order by e.closed_at is not null, e.due_at`;
}

type RawMessage = {
  id: number;
  topic: string;
  receivedAt: number;
  body: Uint8Array;
  encoding: number;
};

/** The message an order came in. The millisecond names the day's partition. */
export async function findMessage(
  db: Queryable,
  id: number,
  receivedAt: number,
): Promise<RawMessage | null> {
  const [row] = await db<RawMessage[]>`
    select id, topic, received_at as "receivedAt", body, encoding from inbox
    where id = ${id} and received_at >= ${receivedAt}::timestamptz
      and received_at < ${receivedAt + 1}::timestamptz`;
  return row ?? null;
}
