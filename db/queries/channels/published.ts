import type { Queryable, Tx } from "@/db/client";
import type { ClaimedFigure, FigureRow, PublishedRow, Settled } from "@/server/domain/channels";
import type { Cellish } from "@/server/domain/inventory";

/** A change waits so long for others of the same article; one to zero does not. */
const COALESCE_MS = 2_000;

/**
 * What channels should show from now on. What they should show already is left alone; what they show again after all is
 * not told. A key that a call is out for waits for its answer. Numbers that stay are only read: a conflict that updates
 * nothing would lock its row all the same, and write that down.
 *
 * @returns how many changed
 */
export async function wantFigures(tx: Queryable, rows: readonly FigureRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const done = await tx`
    insert into published as p (account_id, kind, store_id, sku_id, wanted, dirty_at, due_at, rank)
    select n.account_id, n.kind, n.store_id, n.sku_id, n.wanted, now(), now() + n.wait * interval '1 millisecond',
      n.rank
    from unnest(
      ${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.storeId)}::int[],
      ${rows.map((r) => r.skuId)}::int[], ${rows.map((r) => r.value)}::int[], ${rows.map((r) => r.rank)}::smallint[],
      ${rows.map((r) => (r.rank === 0 ? 0 : COALESCE_MS))}::int[]
    ) as n (account_id, kind, store_id, sku_id, wanted, rank, wait)
    where not exists (select from published k where k.account_id = n.account_id and k.kind = n.kind
      and k.store_id = n.store_id and k.sku_id = n.sku_id and k.wanted = n.wanted)
    order by n.account_id, n.kind, n.store_id, n.sku_id
    on conflict (account_id, kind, store_id, sku_id) do update set
      wanted = excluded.wanted, version = p.version + 1, changed_at = now(), rank = excluded.rank,
      dirty_at = case when excluded.wanted = p.acked_value and p.sent_version is null and p.tries = 0 then null
        else coalesce(p.dirty_at, now()) end,
      due_at = case when excluded.wanted = p.acked_value and p.sent_version is null and p.tries = 0 then null
        when p.sent_version is not null or p.tries > 0 then p.due_at else least(p.due_at, excluded.due_at) end
    where p.wanted <> excluded.wanted`;
  return done.count;
}

/** What these cells are known to be wanted as, by account: to say which way a number goes. */
export async function shownFigures(
  db: Queryable,
  cells: readonly Cellish[],
): Promise<(Cellish & { accountId: number; value: number })[]> {
  if (cells.length === 0) return [];
  return await db<(Cellish & { accountId: number; value: number })[]>`
    select p.store_id as "storeId", p.sku_id as "skuId", p.account_id as "accountId",
      coalesce(p.acked_value, p.wanted) as value
    from published p
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      using (store_id, sku_id) where p.kind = 'stock'`;
}

/**
 * Prices that are not what they were: articles in one shop of an account.
 *
 * @param skuIds only these; null for every article
 * @returns how many changed
 */
export async function wantPrices(
  db: Queryable,
  { accountId, storeId }: { accountId: number; storeId: number },
  skuIds: readonly number[] | null,
): Promise<number> {
  const done = await db`
    insert into published as p (account_id, kind, store_id, sku_id, wanted, dirty_at, due_at, rank)
    select ${accountId}, 'price', ${storeId}, k.id, n.fen, now(), now(), 3
    from skus k left join channel_prices c on c.account_id = ${accountId} and c.sku_id = k.id
    cross join lateral (select coalesce(c.price_fen, k.price_fen) as fen) n
    where ${skuIds === null ? db`true` : db`k.id = any(${[...skuIds]}::int[])`}
      and not exists (select from published s where s.account_id = ${accountId} and s.kind = 'price'
        and s.store_id = ${storeId} and s.sku_id = k.id and s.wanted = n.fen)
    order by k.id
    on conflict (account_id, kind, store_id, sku_id) do update set
      wanted = excluded.wanted, version = p.version + 1, changed_at = now(), dirty_at = coalesce(p.dirty_at, now()),
      due_at = case
        when p.sent_version is not null or p.tries > 0 then p.due_at else least(p.due_at, excluded.due_at) end
    where p.wanted <> excluded.wanted`;
  return done.count;
}

/** Of these accounts, those that have something to tell now. */
export async function findDueAccounts(
  db: Queryable,
  accountIds: readonly number[],
): Promise<number[]> {
  if (accountIds.length === 0) return [];
  const rows = await db<{ id: number }[]>`
    select a.id from unnest(${[...accountIds]}::int[]) as a (id)
    where exists (select 1 from published p where p.account_id = a.id and p.due_at <= now())`;
  return rows.map((r) => r.id);
}

/**
 * Keys of one shop to tell in one call, the most urgent shop first, locked by their lease: nobody sends them again until it
 * is over. What changed a moment ago rides along when there is room.
 *
 * @param limits so many keys; one that was sent less than `settleMs` ago is left out, whatever became of that call
 */
export async function claimFigures(
  db: Queryable,
  accountId: number,
  { batch, settleMs, leaseMs }: { batch: number; settleMs: number; leaseMs: number },
): Promise<ClaimedFigure[]> {
  return await db<ClaimedFigure[]>`
    with head as (
      select kind, store_id from published where account_id = ${accountId} and due_at <= now()
      order by account_id, rank, due_at limit 1
    ), mine as (
      select p.account_id, p.kind, p.store_id, p.sku_id from published p join head using (kind, store_id)
      where p.account_id = ${accountId} and p.due_at is not null
        and (p.sent_version is null or p.due_at <= now())
        and (p.tries = 0 or p.due_at <= now())
        and (p.sent_at is null or p.sent_at <= now() - ${settleMs}::int * interval '1 millisecond')
      order by p.rank limit ${batch} for update of p skip locked
    )
    update published p set sent_version = p.version, sent_at = now(), tries = least(p.tries + 1, 1000),
      due_at = now() + ${leaseMs}::int * interval '1 millisecond'
    from mine m
    where p.account_id = m.account_id and p.kind = m.kind and p.store_id = m.store_id and p.sku_id = m.sku_id
    returning p.kind, p.store_id as "storeId", p.sku_id as "skuId", p.wanted as value, p.version`;
}

/**
 * The channel took these. From the answer on, not from the claim, counts how long a repeat of the call may still come: when
 * it really went out nobody knows. An answer to a call that is no longer the last one changes nothing; what changed meanwhile is due
 * as soon as the channel can have no older call under way.
 *
 * @returns milliseconds from the change to now, one each of those that had been shown before
 */
export async function ackFigures(
  db: Queryable,
  of: Settled,
  rows: readonly ClaimedFigure[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const done = await db<{ ms: number | null }[]>`
    with o as materialized (
      select sku_id, acked_version, dirty_at, changed_at from published
      where account_id = ${of.accountId} and kind = ${of.kind} and store_id = ${of.storeId}
        and sku_id = any(${rows.map((r) => r.skuId)}::int[])
      order by sku_id for update
    )
    update published p set acked_version = n.version, acked_value = n.value, acked_at = now(), sent_at = now(),
      sent_version = null,
      tries = 0, fault = null, blocked = false,
      dirty_at = case when p.version = n.version then null else p.changed_at end,
      due_at = case when p.version = n.version then null
        else now() + ${of.settleMs}::int * interval '1 millisecond' end
    from unnest(${rows.map((r) => r.skuId)}::int[], ${rows.map((r) => r.version)}::bigint[],
      ${rows.map((r) => r.value)}::int[])
      as n (sku_id, version, value)
    join o on o.sku_id = n.sku_id
    where p.account_id = ${of.accountId} and p.kind = ${of.kind} and p.store_id = ${of.storeId} and p.sku_id = n.sku_id
      and p.sent_version = n.version and p.acked_version <= n.version
    returning case when o.acked_version > 0
      then least(2000000000, extract(epoch from now() - coalesce(o.dirty_at, o.changed_at)) * 1000)::int end as ms`;
  // What was never shown before was waited for by nobody.
  return done.flatMap((d) => (d.ms === null ? [] : [d.ms]));
}

/** Why numbers are told again, and when: `afterMs` from now, and never before the channel can have no call of them under way. */
type FigureReturn = {
  fault: string;
  afterMs: number;
  /** Not again by themselves. */
  isFinal: boolean;
  wasSent: boolean;
};

/** The call failed, or the channel did not take these: they are due again, with what is wanted then. */
export async function returnFigures(
  db: Queryable,
  { of, rows }: { of: Settled; rows: readonly ClaimedFigure[] },
  answer: FigureReturn,
): Promise<void> {
  if (rows.length === 0) return;
  await db`
    with o as materialized (
      select sku_id from published
      where account_id = ${of.accountId} and kind = ${of.kind} and store_id = ${of.storeId}
        and sku_id = any(${rows.map((r) => r.skuId)}::int[])
      order by sku_id for update
    )
    update published p set sent_version = null, sent_at = now(), fault = ${answer.fault.slice(0, 300)},
      tries = case when ${answer.wasSent} then p.tries else greatest(0, p.tries - 1) end,
      blocked = ${answer.isFinal},
      due_at = case when ${answer.isFinal} then null
        else greatest(now() + ${answer.afterMs}::int * interval '1 millisecond',
          now() + ${answer.wasSent ? of.settleMs : 0}::int * interval '1 millisecond') end
    from unnest(${rows.map((r) => r.skuId)}::int[], ${rows.map((r) => r.version)}::bigint[]) as n (sku_id, version)
    join o on o.sku_id = n.sku_id
    where p.account_id = ${of.accountId} and p.kind = ${of.kind} and p.store_id = ${of.storeId} and p.sku_id = n.sku_id
      and p.sent_version = n.version`;
}

/** Count answers by how long the change took to reach the channel; failures in bucket 0. */
export async function countSync(
  db: Queryable,
  accountId: number,
  buckets: ReadonlyMap<number, number>,
): Promise<void> {
  if (buckets.size === 0) return;
  await db`
    insert into sync_minutes as m (minute, account_id, bucket_ms, count)
    select date_trunc('minute', now()), ${accountId}, b.ms, b.n
    from unnest(${[...buckets.keys()]}::int[], ${[...buckets.values()]}::int[]) as b (ms, n)
    on conflict (minute, account_id, bucket_ms) do update set count = m.count + excluded.count`;
}

/** What a shop should show. */
export async function readPublished(
  db: Queryable,
  { accountId, storeId }: { accountId: number; storeId: number },
): Promise<PublishedRow[]> {
  return await db<PublishedRow[]>`
    select kind, sku_id as "skuId", wanted, due_at is null as "isClean",
      changed_at < now() - interval '30 seconds'
      and coalesce(acked_at, '-infinity') < now() - interval '30 seconds' as "isSettled"
    from published where account_id = ${accountId} and store_id = ${storeId}`;
}

/** The channel shows something else: tell it again, blocked ones too. A rising version, so that it is believed. */
export async function tellAgain(
  tx: Tx,
  { accountId, storeId }: { accountId: number; storeId: number },
  rows: readonly { kind: "stock" | "price"; skuId: number; shown: number | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    with o as materialized (
      select kind, sku_id from published where account_id = ${accountId} and store_id = ${storeId}
        and (kind, sku_id) in (
          select * from unnest(${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.skuId)}::int[]))
      order by kind, sku_id for update
    )
    update published p set version = p.version + 1, dirty_at = coalesce(p.dirty_at, now()), changed_at = now(),
      blocked = false,
      tries = 0, acked_value = n.shown, due_at = case when p.sent_version is not null then p.due_at else now() end
    from unnest(${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.skuId)}::int[],
      ${rows.map((r) => r.shown)}::int[])
      as n (kind, sku_id, shown) join o using (kind, sku_id)
    where p.account_id = ${accountId} and p.store_id = ${storeId} and p.kind = n.kind and p.sku_id = n.sku_id`;
}

/** How long changes took to reach an account in the last minutes: the middle one. */
export async function refreshLags(db: Queryable, minutes: number): Promise<void> {
  await db`
    update promise_rules r set lag_ms = l.lag from (
      select account_id, percentile_disc(0.5) within group (order by bucket_ms) as lag from (
        select account_id, bucket_ms from sync_minutes, generate_series(1, least(count, 1000))
        where minute > now() - make_interval(mins => ${minutes}) and bucket_ms > 0) s group by 1
    ) l where l.account_id = r.account_id and r.lag_ms <> l.lag`;
}
