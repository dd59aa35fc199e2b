import type { Tx } from "../client";

/** @returns the case as it was, or null when it is closed already or not there */
export async function closeCaseById(
  tx: Tx,
  id: number,
  by: string,
  note: string,
): Promise<{ code: string; orderId: number | null } | null> {
  const [row] = await tx<{ code: string; orderId: number | null }[]>`
    update exception_cases set closed_at = now(), closed_by = ${by}, outcome = ${note.slice(0, 500)}
    where id = ${id} and closed_at is null returning code, order_id as "orderId"`;
  return row ?? null;
}

/** Cases whose time is over and whose default needs no decision: what was owed is on the record. */
export async function settleOverdue(
  tx: Tx,
  codes: readonly string[],
  outcome: string,
): Promise<number[]> {
  const rows = await tx<{ orderId: number | null }[]>`
    update exception_cases e set closed_at = now(), closed_by = 'system', outcome = ${outcome}
    where e.closed_at is null and e.due_at <= now() and e.code = any(${[...codes]}::text[])
      and not exists (select 1 from orders o where o.id = e.order_id and o.stock = 'short')
    returning e.order_id as "orderId"`;
  return rows.flatMap((r) => (r.orderId === null ? [] : [r.orderId]));
}

/** The order an open case is about; null where it is about none or is closed already. */
export async function findOrderOfCase(tx: Tx, id: number): Promise<number | null> {
  const [row] = await tx<{ orderId: number | null }[]>`
    select order_id as "orderId" from exception_cases where id = ${id} and closed_at is null`;
  return row?.orderId ?? null;
}
