import { at, inKeyOrder, json } from "@/db/bulk";
import type { Queryable, Tx } from "@/db/client";
import type { ChannelFact } from "@/server/domain/channels";
import { isAwake } from "./parked";

export type FactRow = {
  accountId: number;
  inboxId: number;
  orderId: number | null;
  fact: ChannelFact;
};

/**
 * Remember facts; each is taken once. One whose order has not come yet waits. In the order of their keys: two who are told
 * the same wait for each other, never in a circle.
 *
 * @returns the ones that were new, with their order where there is one
 */
export async function rememberFacts(tx: Tx, told: readonly FactRow[]): Promise<FactRow[]> {
  if (told.length === 0) return [];
  const rows = inKeyOrder(told, factSubject);
  const fresh = await tx<
    { accountId: number; externalNo: string; kind: string; version: string }[]
  >`
    insert into channel_facts (account_id, external_no, kind, version, at, data, inbox_id, order_id)
    select * from unnest(
      ${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.fact.externalNo)}::text[],
      ${rows.map((r) => r.fact.kind)}::text[], ${rows.map((r) => r.fact.version)}::text[],
      ${rows.map((r) => at(r.fact.at))}::timestamptz[], ${rows.map((r) => json(r.fact))}::text[]::jsonb[],
      ${rows.map((r) => r.inboxId)}::bigint[], ${rows.map((r) => r.orderId)}::bigint[]
    ) on conflict do nothing
    returning account_id as "accountId", external_no as "externalNo", kind, version`;
  const keys = new Set(fresh.map(keyOf));
  const taken = new Set<string>();
  return told.filter((r) => {
    const key = keyOf({ accountId: r.accountId, ...r.fact });
    if (!keys.has(key) || taken.has(key)) return false;
    taken.add(key);
    return true;
  });
}

const keyOf = (f: { accountId: number; externalNo: string; kind: string; version: string }) =>
  `${f.accountId}|${f.kind}|${f.version}|${f.externalNo}`;

/** Fact `f` says that an order is complete whose payment has still to be taken. */
const isBehindPayment = (db: Queryable) => db`(f.kind = 'completed' and exists (
  select from channel_facts p where p.account_id = f.account_id and p.external_no = f.external_no
    and p.kind = 'paid' and p.order_id is null))`;

/** Payments and new contacts wait for a transaction of their own, all others for their order. */
type Waiting = "payments" | "contacts" | "others";

/** Whether there are payments, or other facts, whose order is here and that have not taken effect. One cheap look. */
export async function findWaitingFacts(
  db: Queryable,
): Promise<{ payments: boolean; contacts: boolean; others: boolean }> {
  const [row] = await db<Record<Waiting, boolean | null>[]>`
    select bool_or(f.kind = 'paid') as payments, bool_or(f.kind = 'contact') as contacts,
      bool_or(f.kind not in ('paid', 'contact') and not ${isBehindPayment(db)}) as others
    from channel_facts f join orders o using (account_id, external_no) where f.order_id is null`;
  return {
    payments: row?.payments ?? false,
    contacts: row?.contacts ?? false,
    others: row?.others ?? false,
  };
}

/** These have taken no effect after all: they wait until something else has. */
export async function waitAgain(
  tx: Tx,
  rows: readonly { accountId: number; externalNo: string; kind: string; version: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update channel_facts f set order_id = null
    from unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.externalNo)}::text[],
      ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.version)}::text[]) as r (account_id, external_no, kind,
      version)
    where f.account_id = r.account_id and f.external_no = r.external_no and f.kind = r.kind and f.version = r.version`;
}

/** Payments that were never told, of orders that are past them: they wait to be taken like others. */
export async function rememberPaid(
  tx: Tx,
  rows: readonly { orderId: number; at: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into channel_facts (account_id, external_no, kind, version, at, data, inbox_id)
    select o.account_id, o.external_no, 'paid', 'paid', p.at,
      jsonb_build_object('kind', 'paid', 'version', 'paid', 'externalNo', o.external_no,
        'at', (extract(epoch from p.at) * 1000)::bigint,
        'promiseAt', case when o.promise_from is not null then (extract(epoch from o.promise_at) * 1000)::bigint end),
        o.inbox_id
    from unnest(${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => at(r.at))}::timestamptz[]) as p (id, at)
    join orders o on o.id = p.id where o.paid_at is null
    on conflict do nothing`;
}

export type ReadyFact = FactRow & { orderId: number };

/** Names a waiting fact where it rests. */
export const factSubject = ({ accountId, fact }: FactRow): string =>
  `${accountId}|${fact.kind}|${fact.version}|${fact.externalNo}`;

/** Facts that came before their order, of which the order is here now; locked. Oldest first. */
export async function lockWaitingFacts(
  tx: Tx,
  { job, which, limit }: { job: string; which: Waiting; limit: number },
): Promise<ReadyFact[]> {
  return await tx<ReadyFact[]>`
    select f.account_id as "accountId", f.inbox_id as "inboxId", o.id as "orderId", f.data as fact
    from channel_facts f
    cross join lateral (select id from orders where account_id = f.account_id and external_no = f.external_no limit 1) o
    where f.order_id is null and case f.kind when 'paid' then 'payments' when 'contact' then 'contacts' else 'others'
      end = ${which} and not ${isBehindPayment(tx)}
      and ${isAwake(tx, job, "concat_ws('|', f.account_id, f.kind, f.version, f.external_no)")}
    order by f.at limit ${limit} for update of f skip locked`;
}

/** These take effect now: nobody waits for their order any more. */
export async function settleFacts(tx: Tx, rows: readonly ReadyFact[]): Promise<void> {
  await tx`
    update channel_facts f set order_id = r.order_id
    from unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.fact.externalNo)}::text[],
      ${rows.map((r) => r.fact.kind)}::text[],
      ${rows.map((r) => r.fact.version)}::text[], ${rows.map((r) => r.orderId)}::bigint[]) as r (account_id,
      external_no, kind, version, order_id)
    where f.account_id = r.account_id and f.external_no = r.external_no and f.kind = r.kind and f.version = r.version`;
}
