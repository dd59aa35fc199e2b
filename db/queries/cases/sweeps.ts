import type { Queryable, Tx } from "@/db/client";
import { SHORTAGE_CODES } from "@/server/domain/exceptions";
import { MAY_START_SQL } from "@/server/domain/orders";
import { isAwake } from "../orders/parked";

/** Parcels whose wait is over, the longest first; whether their orders are ready is asked under the lock. */
export async function findDueParcels(tx: Tx, job: string, limit: number): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select f.id from fulfilment_orders f
    where f.status in ('waiting_merge', 'open') and f.hold_until <= now() and f.members > 0
      and ${isAwake(tx, job, "f.id::text")}
    order by f.hold_until limit ${limit}`;
  return rows.map((r) => r.id);
}

/** These wait for an order and no longer for a moment: nobody looks at them until one of their orders changes. */
export async function parkParcels(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`update fulfilment_orders set hold_until = null where id = any(${[...ids]}::bigint[])`;
}

/** One of their orders changed: parked parcels among these are looked at again. */
export async function wakeParcels(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`
    update fulfilment_orders set hold_until = now()
    where id = any(${[...ids]}::bigint[]) and hold_until is null and status in ('waiting_merge', 'open')`;
}

/**
 * Parked parcels whose orders are all ready. There should be none: whoever changes an order wakes its parcels. Looked for
 * now and then all the same, because a parcel that nobody looks at is an order that never leaves.
 *
 * @returns parcels woken
 */
export async function wakeForgotten(db: Queryable, limit: number): Promise<number> {
  const rows = await db`
    update fulfilment_orders set hold_until = now() where id in (
      select f.id from fulfilment_orders f
      where f.status in ('waiting_merge', 'open') and f.hold_until is null and f.members > 0
        and f.created_at < now() - interval '1 minute'
        and not exists (
          select 1 from fulfilment_lines l join orders o on o.id = l.order_id
          where l.fulfilment_id = f.id and l.cancelled < l.qty
            and not (${db.unsafe(MAY_START_SQL)}))
      order by f.id limit ${limit} for update skip locked)
    returning id`;
  return rows.length;
}

/** Orders that have been short for so long that what there is goes without the rest. */
export async function findShortOverdue(tx: Tx, job: string, limit: number): Promise<number[]> {
  const rows = await tx<{ orderId: number }[]>`
    select e.order_id as "orderId" from exception_cases e join orders o on o.id = e.order_id
    where e.closed_at is null and e.code = any(${[...SHORTAGE_CODES]}::text[]) and e.due_at <= now()
      and o.stock = 'short' and o.holds = 0
      and o.trade in ('paid', 'accepted') and ${isAwake(tx, job, "o.id::text")}
    order by e.due_at limit ${limit}`;
  return [...new Set(rows.map((r) => r.orderId))];
}

/** Hold a job for a while; false when another process has it. */
export async function takeLease(
  db: Queryable,
  { name, holder, seconds }: { name: string; holder: string; seconds: number },
): Promise<boolean> {
  const rows = await db`
    insert into leases as l (name, holder, until) values (${name}, ${holder}, now() + make_interval(secs => ${seconds}))
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where l.holder = excluded.holder or l.until < now() returning 1`;
  return rows.length > 0;
}

export async function dropLeases(db: Queryable, holder: string): Promise<void> {
  await db`update leases set until = now() where holder = ${holder}`;
}

export async function beat(
  db: Queryable,
  {
    role,
    holder,
    startedAt,
    detail,
  }: { role: string; holder: string; startedAt: number; detail: unknown },
): Promise<void> {
  await db`
    with gone as (delete from role_beats where beat_at < now() - interval '10 minutes')
    insert into role_beats (role, holder, started_at, beat_at, detail)
    values (${role}, ${holder}, ${startedAt}::timestamptz, now(), ${JSON.stringify(detail)}::text::jsonb)
    on conflict (role, holder) do update set beat_at = excluded.beat_at, detail = excluded.detail`;
}

export async function addSecurityEvents(
  db: Queryable,
  rows: readonly { minute: number; source: string; code: string; count: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into security_events as s (minute, source, code, count)
    select * from unnest(${rows.map((r) => new Date(r.minute).toISOString())}::timestamptz[],
      ${rows.map((r) => r.source)}::text[],
      ${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.count)}::int[])
    on conflict (minute, source, code) do update set count = s.count + excluded.count`;
}
