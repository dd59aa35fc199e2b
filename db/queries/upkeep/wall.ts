import type { Queryable } from "@/db/client";
import { kindList, TICKER_KINDS } from "@/server/domain/events";
import { balance } from "../stock/free";

/** Everything the wall shows, asked for in a few queries that read the last hour or the open orders, never the day. */

export type MinuteSum = {
  minute: number;
  channel: string;
  orders: number;
  fen: number;
  refundedFen: number;
  released: number;
  merged: number;
};

/** Numbers per minute and channel of a stretch of time. */
export async function sumMinutes(
  db: Queryable,
  fromMs: number,
  toMs: number,
): Promise<MinuteSum[]> {
  return await db<MinuteSum[]>`
    select minute, channel, sum(orders)::int as orders, sum(paid_fen + subsidy_fen)::bigint as fen,
      sum(refunded_fen)::bigint as "refundedFen", sum(released_orders)::int as released,
      sum(merged_orders)::int as merged
    from counters_minute where minute >= ${fromMs}::timestamptz and minute < ${toMs}::timestamptz
    group by 1, 2 order by 1, 2`;
}

type StoreMinutes = { storeId: number; channel: string; orders: number };

/** Orders per shop and channel of a stretch, to find where an alarm comes from. */
export async function sumStores(
  db: Queryable,
  fromMs: number,
  toMs: number,
): Promise<StoreMinutes[]> {
  return await db<StoreMinutes[]>`
    select store_id as "storeId", channel, sum(orders)::int as orders from counters_minute
    where minute >= ${fromMs}::timestamptz and minute < ${toMs}::timestamptz and store_id > 0 group by 1, 2`;
}

export type DueRow = { storeId: number | null; due: number; late: number };

/** Orders promised in the last hour, per shop: due, and late among them. Cancelled before picking does not count. */
export async function countDue(db: Queryable, now: number): Promise<DueRow[]> {
  return await db<DueRow[]>`
    select store_id as "storeId", count(*)::int as due,
      (count(*) filter (where delivered_at is null or delivered_at > promise_at))::int as late
    from orders
    where promise_at > ${now - 3_600_000}::timestamptz and promise_at <= ${now}::timestamptz
      and trade not in ('cancelled', 'closed', 'pending_payment') and delivery_owner <> 'pickup'
    group by 1`;
}

export type ActiveRow = {
  storeId: number | null;
  phase: string;
  fulfil: string | null;
  n: number;
  soon: number;
  overdue: number;
};

/** Open orders by phase and shop, and how many of them are promised within a quarter of an hour. */
export async function countActive(db: Queryable, now: number): Promise<ActiveRow[]> {
  return await db<ActiveRow[]>`
    select store_id as "storeId", phase, fulfil, count(*)::int as n,
      (count(*) filter (where promise_at <= ${now + 900_000}::timestamptz and promise_at > ${now}::timestamptz))::int
      as soon,
      (count(*) filter (where promise_at <= ${now}::timestamptz))::int as overdue
    from orders where phase not in ('cancelled', 'closed', 'refunded', 'done') group by 1, 2, 3`;
}

export type CaseCount = { code: string; open: number; breached: number; riskFen: number };

export async function countCases(db: Queryable): Promise<CaseCount[]> {
  return await db<CaseCount[]>`
    select code, count(*)::int as open, (count(*) filter (where due_at < now()))::int as breached,
      sum(risk_fen)::bigint as "riskFen"
    from exception_cases where closed_at is null and code <> 'WAIT_MERGE' group by 1 order by 2 desc`;
}

export type HourCounts = { excepted: number; firstOrder: number | null };

/** Figures of the last hour that no counter holds. */
export async function countHour(db: Queryable, now: number): Promise<HourCounts> {
  const [row] = await db<HourCounts[]>`
    select
      (select count(distinct e.order_id)::int from exception_cases e
        cross join lateral (select paid_at from orders where id = e.order_id limit 1) o
        where e.opened_at > ${now - 3_600_000}::timestamptz
          and o.paid_at > ${now - 3_600_000}::timestamptz) as excepted,
      (select min(created_at) from orders where id = (select min(id) from orders)) as "firstOrder"`;
  return row ?? { excepted: 0, firstOrder: null };
}

/** Trips that merging has saved since the day began. Reads the day's merges, so nobody asks more than once a minute. */
export async function countSaved(db: Queryable, dayStart: number): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select coalesce(sum(f.members - 1), 0)::int as n from merge_groups g
    cross join lateral (select members, status from fulfilment_orders where id = g.fulfilment_id limit 1) f
    where g.created_at >= ${dayStart}::timestamptz and f.members > 1 and f.status <> 'cancelled'`;
  return row?.n ?? 0;
}

/** Oversold cases of the day, and when the last one ever was opened. */
export async function countOversold(
  db: Queryable,
  dayStart: number,
): Promise<{ today: number; last: number | null }> {
  const [row] = await db<{ today: number; last: number | null }[]>`
    select (count(*) filter (where opened_at >= ${dayStart}::timestamptz))::int as today, max(opened_at) as last
    from exception_cases where code = 'OVERSOLD'`;
  return row ?? { today: 0, last: null };
}

/** A-class articles in open shops that cannot be sold: pairs without anything, and all. */
export async function countSkuOut(db: Queryable): Promise<{ out: number; pairs: number }> {
  const [row] = await db<{ out: number; pairs: number }[]>`
    with sold as (
      select sku_id, sum(milli_per_minute) as n from sale_rates group by 1
    ), ranked as (
      select sku_id, sum(n) over (order by n desc, sku_id) - n as before, sum(n) over () as total from sold
    )
    select count(*)::int as pairs, (count(*) filter (where s.stopped or ${balance(db)} <= 0))::int as out
    from ranked r join stock s on s.sku_id = r.sku_id join stores o on o.id = s.store_id and o.is_open
    where r.before < r.total * 0.8`;
  return row ?? { out: 0, pairs: 0 };
}

/** From a change of goods to the channel's answer, p99 of five minutes, ms; what is waiting longer counts as it is. */
export async function measureSync(db: Queryable): Promise<number | null> {
  const [row] = await db<{ p99: number | null; oldest: number | null }[]>`
    select (select bucket_ms from (
        select bucket_ms, sum(sum(count)) over (order by bucket_ms) as upto, sum(sum(count)) over () as total
        from sync_minutes where minute > now() - interval '5 minutes' and bucket_ms > 0 group by 1) b
      where upto >= total * 0.99 order by bucket_ms limit 1) as p99,
      (select (extract(epoch from now() - min(dirty_at)) * 1000)::float8 from published
        where due_at is not null and kind = 'stock' and not blocked
          and (acked_version > 0 or dirty_at < now() - interval '5 minutes')) as oldest`;
  if (row?.p99 == null && row?.oldest == null) return null;
  return Math.max(row.p99 ?? 0, row.oldest ?? 0);
}

type LagRow = { channel: string; p99: number };

/** How long channels' orders took to become visible here, of the last five minutes' orders; of those paid while we listened. */
export async function measureLag(db: Queryable, now: number, since: number): Promise<LagRow[]> {
  return await db<LagRow[]>`
    select channel, percentile_cont(0.99) within group
      (order by greatest(0, extract(epoch from created_at - trade_fact_at) * 1000))::float8 as p99
    from (
      select channel, created_at, trade_fact_at from orders
      where listed_at > ${Math.max(since, now - 300_000)}::timestamptz and paid_at is not null order by listed_at desc
        limit 4000) o
    group by 1`;
}

/** Age of the oldest message nobody has taken yet, ms; 0 with none waiting. */
export async function oldestWaiting(db: Queryable): Promise<number> {
  const [row] = await db<{ age: number | null }[]>`
    select (extract(epoch from now() - min(m.received_at)) * 1000)::float8 as age
    from log_consumers c cross join lateral (
      select i.received_at from inbox i
      where i.lane = c.lane and (i.xid, i.id) > (c.position_xid, c.position_id)
        and i.received_at >= (select low_day::timestamp at time zone 'UTC' from log_days where log = 'inbox')
        and i.received_at < (select (high_day + 1)::timestamp at time zone 'UTC' + interval '1 minute' from log_days
          where log = 'inbox')
      order by i.xid, i.id limit 1) m`;
  return row?.age ?? 0;
}

type WallRiderRow = {
  id: number;
  lngE6: number;
  latE6: number;
  load: number;
  pingAt: number;
};

/** Riders on duty: pinged within three minutes. */
export async function listRiders(db: Queryable): Promise<WallRiderRow[]> {
  return await db<WallRiderRow[]>`
    select id, lng_e6 as "lngE6", lat_e6 as "latE6", load, ping_at as "pingAt" from riders
    where online and lng_e6 is not null and ping_at > now() - interval '3 minutes' order by id`;
}

export type TickRow = {
  id: number;
  at: number;
  kind: string;
  payload: Record<string, unknown>;
  channel: string;
  daySeq: number | null;
  externalNo: string;
  storeName: string | null;
};

/** The newest events worth a line, newest first. */
export async function listTicks(db: Queryable, sinceMs: number, limit: number): Promise<TickRow[]> {
  return await db<TickRow[]>`
    select e.id, e.at, e.kind, e.payload, o.channel, o.day_seq as "daySeq", o.external_no as "externalNo",
      s.name as "storeName"
    from (
      select * from events where at > ${sinceMs}::timestamptz and at < now() + interval '1 day'
        and kind in (${db.unsafe(kindList(TICKER_KINDS))})
      order by at desc limit ${limit}
    ) e join orders o on o.id = e.order_id left join stores s on s.id = e.store_id
    order by e.at desc, e.id desc`;
}

/** Since when the gateway has been listening without a break, and whether it is alive. */
export async function gatewaySince(
  db: Queryable,
): Promise<{ startedAt: number; beatAt: number } | null> {
  const [row] = await db<{ startedAt: number; beatAt: number }[]>`
    select started_at as "startedAt", beat_at as "beatAt" from role_beats where role = 'gateway' order by beat_at desc
      limit 1`;
  return row ?? null;
}

export async function listMarkedDays(db: Queryable): Promise<string[]> {
  return (await db<{ day: string }[]>`select day from marked_days`).map((r) => r.day);
}
