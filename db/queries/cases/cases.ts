import type { Tx } from "@/db/client";
import { type CaseCode, SHORTAGE_CODES } from "@/server/domain/exceptions";
import { isAwake } from "../orders/parked";

/** @returns the case as it was, or null when it is closed already or not there */
export async function closeCaseById(
  tx: Tx,
  { id, by, note }: { id: number; by: string; note: string },
): Promise<ClosedCase | null> {
  const [row] = await tx<ClosedCase[]>`
    update exception_cases set closed_at = now(), closed_by = ${by}, outcome = ${note.slice(0, 500)}
    where id = ${id} and closed_at is null
      returning code, order_id as "orderId", data ->> 'applicationId' as "applicationId",
        (data ->> 'lineNo')::int as "lineNo"`;
  return row ?? null;
}

/** `lineNo` where it was about one line of its order. */
export type ClosedCase = {
  code: CaseCode;
  orderId: number | null;
  applicationId: string | null;
  lineNo: number | null;
};

/** A person has dealt with what a buyer applied for: it holds the order no longer. The order is locked by the caller. */
export async function settleApplication(
  tx: Tx,
  orderId: number,
  applicationId: string,
): Promise<void> {
  await tx`
    update orders set applications = (
      select jsonb_agg(
        case when a ->> 'id' = ${applicationId} and a ->> 'state' = 'open' then a || '{"state": "settled"}' else a end)
      from jsonb_array_elements(applications) a)
    where id = ${orderId} and applications <> '[]'`;
}

/**
 * Cases whose time is over and whose default needs no decision: what was owed is on the record. Orders are locked before
 * their cases, as everywhere (decision 0004); one that somebody is busy with is left for the next time.
 *
 * @returns orders whose case was closed
 */
export async function settleOverdue(
  tx: Tx,
  codes: readonly string[],
  outcome: string,
): Promise<number[]> {
  const rows = await tx<{ orderId: number | null }[]>`
    with over as materialized (
      select id, order_id from exception_cases
      where closed_at is null and due_at <= now() and code = any(${[...codes]}::text[]) and subject not like 'paid:%'
    ), free as materialized (
      select o.id from orders o where o.id in (select order_id from over) and o.stock is distinct from 'short'
      order by o.id for update skip locked
    )
    update exception_cases e set closed_at = now(), closed_by = 'system', outcome = ${outcome}
    from over where e.id = over.id and e.closed_at is null
      and (over.order_id is null or over.order_id in (select id from free))
    returning e.order_id as "orderId"`;
  return rows.flatMap((r) => (r.orderId === null ? [] : [r.orderId]));
}

/** The order an open case is about; null where it is about none or is closed already. */
export async function findOrderOfCase(tx: Tx, id: number): Promise<number | null> {
  const [row] = await tx<{ orderId: number | null }[]>`
    select order_id as "orderId" from exception_cases where id = ${id} and closed_at is null`;
  return row?.orderId ?? null;
}

/** Whoever frees an order has so long before a clock that ran out meanwhile acts. */
const FREED_SECONDS = 180;

/**
 * What held an order is gone: clocks that ran out meanwhile begin anew, so that nobody who frees an order cancels it.
 */
export async function renewClocks(tx: Tx, orderIds: readonly number[]): Promise<void> {
  if (orderIds.length === 0) return;
  await tx`
    update exception_cases set due_at = now() + make_interval(secs => ${FREED_SECONDS})
    where order_id = any(${[...orderIds]}::bigint[]) and closed_at is null
      and code = any(${[...SHORTAGE_CODES]}::text[])
      and due_at < now() + make_interval(secs => ${FREED_SECONDS})`;
}

export type UnacceptedRow = {
  id: number;
  accountId: number;
  storeId: number | null;
  paidFen: number;
  deadlineSeconds: number;
  dueAt: number;
};

/** Paid orders that wait for our word since so large a share of their channel's time, without a case that says so. */
export async function findUnaccepted(
  tx: Tx,
  { job, shareBps, limit }: { job: string; shareBps: number; limit: number },
): Promise<UnacceptedRow[]> {
  return await tx<UnacceptedRow[]>`
    select o.id, o.account_id as "accountId", o.store_id as "storeId", o.paid_fen as "paidFen",
      d.seconds as "deadlineSeconds", o.paid_at + make_interval(secs => d.seconds) as "dueAt"
    from orders o join channel_accounts a on a.id = o.account_id
    cross join lateral (select coalesce((a.config ->> 'acceptDeadlineSeconds')::int, 300) as seconds) d
    where o.phase = 'to_accept' and o.paid_at < now() - make_interval(secs => d.seconds * ${shareBps}::int / 10000.0)
      and not exists (select 1 from exception_cases e
        where e.code = 'ACCEPT_LATE' and e.subject = 'order:' || o.id and e.closed_at is null)
      and ${isAwake(tx, job, "o.id::text")}
    order by o.paid_at limit ${limit}`;
}

/**
 * Cases about acceptance whose order has its answer, whatever it was; locked as above.
 *
 * @returns orders whose case was closed
 */
export async function closeAnswered(tx: Tx): Promise<number[]> {
  const rows = await tx<{ orderId: number }[]>`
    with answered as materialized (
      select o.id, o.trade from exception_cases e join orders o on o.id = e.order_id
      where e.closed_at is null and e.code = 'ACCEPT_LATE' and o.trade <> 'paid'
      order by o.id for update of o skip locked
    )
    update exception_cases e set closed_at = now(), closed_by = 'system', outcome = a.trade::text
    from answered a where e.closed_at is null and e.code = 'ACCEPT_LATE' and e.order_id = a.id
    returning e.order_id as "orderId"`;
  return rows.map((r) => r.orderId);
}
