import type { Queryable } from "../../client";

export type LaneRow = {
  groupName: string;
  lane: number;
  positionId: number;
  positionAt: number;
  updatedAt: number;
  waiting: number;
  oldestAt: number | null;
};

/** Counted per lane up to here: a long queue is a long queue. */
const LAG_COUNT_MAX = 10_000;

/** Where every consumer stands, and what lies before it. */
export async function listLanes(db: Queryable): Promise<LaneRow[]> {
  return await db<LaneRow[]>`
    select c.group_name as "groupName", c.lane, c.position_id as "positionId", c.position_at as "positionAt",
      c.updated_at as "updatedAt", w.n as waiting, w.oldest as "oldestAt"
    from log_consumers c
    cross join lateral (
      select count(*)::int as n, min(u.received_at) as oldest from (
        select i.received_at from inbox i
        where i.lane = c.lane and (i.xid, i.id) > (c.position_xid, c.position_id)
          and i.received_at >= (select low_day::timestamp at time zone 'UTC' from log_days where log = 'inbox')
          and i.received_at < (select (high_day + 1)::timestamp at time zone 'UTC' + interval '1 minute' from log_days
            where log = 'inbox')
        limit ${LAG_COUNT_MAX}
      ) u
    ) w
    order by c.group_name, c.lane`;
}

export type BeatRow = {
  role: string;
  holder: string;
  startedAt: number;
  beatAt: number;
  detail: Record<string, unknown>;
};

export async function listBeats(db: Queryable): Promise<BeatRow[]> {
  return await db<BeatRow[]>`
    select role, holder, started_at as "startedAt", beat_at as "beatAt", detail from role_beats order by role`;
}

export type QueueRow = {
  queue: "pulls" | "writebacks";
  accountName: string;
  waiting: number;
  failed: number;
  oldestAt: number | null;
  lastError: string | null;
};

/** Calls that are owed to channels, per account. */
export async function listQueues(db: Queryable): Promise<QueueRow[]> {
  return await db<QueueRow[]>`
    select 'pulls' as queue, a.name as "accountName", count(*)::int as waiting,
      count(*) filter (where p.last_error is not null)::int as failed, min(p.due_at) as "oldestAt",
      max(p.last_error) as "lastError"
    from pulls p join channel_accounts a on a.id = p.account_id group by a.name
    union all
    select 'writebacks', a.name, count(*) filter (where w.state = 'waiting')::int,
      count(*) filter (where w.state = 'failed')::int, min(w.created_at) filter (where w.state = 'waiting'),
      max(w.answer) filter (where w.state = 'failed')
    from writebacks w join channel_accounts a on a.id = w.account_id
    where w.state = 'waiting' or (w.state = 'failed' and w.created_at > now() - interval '1 day') group by a.name
    order by 1, 2`;
}

export type FailedWriteback = {
  id: number;
  orderId: number;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  kind: string;
  attempts: number;
  answer: string | null;
  createdAt: number;
};

export async function listFailedWritebacks(
  db: Queryable,
  limit: number,
): Promise<FailedWriteback[]> {
  return await db<FailedWriteback[]>`
    select w.id, w.order_id as "orderId", o.channel, o.external_no as "externalNo", o.day_seq as "daySeq", w.kind,
      w.attempts, w.answer, w.created_at as "createdAt"
    from writebacks w join orders o on o.id = w.order_id
    where w.state = 'failed' order by w.id desc limit ${limit}`;
}
