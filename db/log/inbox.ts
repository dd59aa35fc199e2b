import { assert, present } from "@/server/domain/kernel/assert";
import { at, hex } from "../bulk";
import type { Queryable, Tx } from "../client";

export const LANES = 16;

/** A message as the log keeps it. */
export type LogMessage = {
  id: number;
  xid: string;
  lane: number;
  accountId: number;
  topic: string;
  receivedAt: number;
  body: Uint8Array;
  encoding: number;
};

export type NewMessage = {
  accountId: number;
  topic: string;
  /** Null where the push does not name its shop: the order's own lane is looked up, else the account's. */
  lane: number | null;
  externalNo: string | null;
  sha256: Uint8Array;
  body: Uint8Array;
  encoding: number;
};

/** The lane of a store: everything that contends for its goods goes through one consumer at a time. */
export const laneOfStore = (storeId: number): number => storeId % LANES;
export const laneOfAccount = (accountId: number): number => (accountId * 7 + 3) % LANES;

/** Append messages in one statement; durable once the statement (or its transaction) has committed. */
export async function appendMessages(
  db: Queryable,
  messages: readonly NewMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const lost = messages.some((m) => m.lane === null);
  const lanes = lost ? db`coalesce(m.lane, o.lane, m.fallback)` : db`m.lane`;
  const join = lost
    ? db`left join orders o on m.lane is null and o.account_id = m.account_id and o.external_no = m.external_no`
    : db``;
  await db`
    with day as (
      update log_days d set low_day = least(d.low_day, t.day), high_day = greatest(d.high_day, t.day)
      from (select (log_now() at time zone 'UTC')::date as day) t
      where d.log = 'inbox' and not t.day between d.low_day and d.high_day
    )
    insert into inbox (lane, account_id, topic, sha256, body, encoding)
    select ${lanes}, m.account_id, m.topic, m.sha256, m.body, m.encoding
    from unnest(
      ${messages.map((m) => m.lane)}::smallint[], ${messages.map((m) => laneOfAccount(m.accountId))}::smallint[],
      ${messages.map((m) => m.accountId)}::int[], ${messages.map((m) => m.topic)}::text[],
      ${messages.map((m) => m.externalNo)}::text[], ${messages.map((m) => hex(m.sha256))}::text[]::bytea[],
      ${messages.map((m) => hex(m.body))}::text[]::bytea[], ${messages.map((m) => m.encoding)}::smallint[]
    ) as m (lane, fallback, account_id, topic, external_no, sha256, body, encoding) ${join}`;
}

/** Where a consumer stands in a lane: the last message it has taken. */
type Position = { lane: number; xid: string; id: number };
export type Batch = { messages: LogMessage[]; from: Position[] };

/** How many lanes are owned, and messages read, at most. */
export type LaneTurn = {
  lanes: number;
  /** The lane to begin at. */
  first: number;
  limit: number;
  /** Lanes that wait for something else. */
  except?: readonly number[];
};

/**
 * Own some lanes for this transaction, those nobody else owns, beginning somewhere else each time, and read the next
 * messages of them, oldest first, in one statement. Stops below the oldest open transaction that could still append, so
 * that a slow commit with a lower id is never skipped. Looks at those days of storage where something unread may lie.
 *
 * @returns the messages, and where each of their lanes stood
 */
export async function takeNext(
  tx: Tx,
  group: string,
  { lanes, first, limit, except = [] }: LaneTurn,
): Promise<Batch> {
  const rows = await tx<(LogMessage & { fromXid: string; fromId: number })[]>`
    with own as materialized (
      select lane, position_xid as xid, position_id as id from log_consumers
      where group_name = ${group} and lane <> all(${[...except]}::smallint[])
      order by (lane + ${LANES} - ${first}::int) % ${LANES}
      limit ${lanes} for update skip locked
    ), bounds as materialized (
      select log_horizon() as below, low_day::timestamp at time zone 'UTC' as since,
        (high_day + 1)::timestamp at time zone 'UTC' + interval '1 minute' as until from log_days where log = 'inbox'
    )
    select m.id, m.xid::text as xid, m.lane, m.account_id as "accountId", m.topic, m.received_at as "receivedAt",
      m.body, m.encoding, m.from_xid::text as "fromXid", m.from_id as "fromId"
    from own p cross join lateral (
      select i.id, i.xid, i.lane, i.account_id, i.topic, i.received_at, i.body, i.encoding,
        p.xid as from_xid, p.id as from_id
      from inbox i
      where i.lane = p.lane and (i.xid, i.id) > (p.xid, p.id)
        and i.xid < (select below from bounds)
        and i.received_at >= (select since from bounds) and i.received_at < (select until from bounds)
      order by i.xid, i.id limit ${limit}
    ) m
    order by m.xid, m.id limit ${limit}`;
  const from = new Map<number, Position>();
  const messages = rows.map(({ fromXid, fromId, ...message }): LogMessage => {
    from.set(message.lane, { lane: message.lane, xid: fromXid, id: fromId });
    return message;
  });
  return { messages, from: [...from.values()] };
}

/** What became of messages, by id: those in neither set have left an effect of their own. */
export type Outcome = { buried: ReadonlySet<number>; repeated: ReadonlySet<number> };

/**
 * Move on, in the transaction that wrote the effects: a crash repeats nothing and skips nothing. What was taken is counted
 * with it, so that whoever recounts the log sees a message that was passed over.
 *
 * @throws AssertionError when a lane does not stand where the batch began
 */
export async function movePositions(
  tx: Tx,
  group: string,
  { messages, from, buried, repeated }: Batch & Outcome,
): Promise<void> {
  const rows = from.map((start) => {
    const mine = messages.filter((m) => m.lane === start.lane);
    const last = present(mine.at(-1), "last message of a lane");
    const count = (ids: ReadonlySet<number>) => mine.filter((m) => ids.has(m.id)).length;
    return { start, last, taken: mine.length, buried: count(buried), repeated: count(repeated) };
  });
  const moved = await tx`
    update log_consumers c set position_xid = p.xid, position_id = p.id, position_at = p.at, updated_at = now(),
      taken = c.taken + p.taken, buried = c.buried + p.buried, repeated = c.repeated + p.repeated
    from unnest(
      ${rows.map((r) => r.start.lane)}::smallint[], ${rows.map((r) => r.start.xid)}::xid8[],
      ${rows.map((r) => r.start.id)}::bigint[],
      ${rows.map((r) => r.last.xid)}::xid8[], ${rows.map((r) => r.last.id)}::bigint[],
      ${rows.map((r) => at(r.last.receivedAt))}::timestamptz[],
      ${rows.map((r) => r.taken)}::int[], ${rows.map((r) => r.buried)}::int[], ${rows.map((r) => r.repeated)}::int[]
    ) as p (lane, from_xid, from_id, xid, id, at, taken, buried, repeated)
    where c.group_name = ${group} and c.lane = p.lane and c.position_xid = p.from_xid and c.position_id = p.from_id`;
  assert(moved.count === rows.length, "a lane moved while its messages were taken");
}

/** Make a consumer group known; it starts at the beginning of the log. */
export async function ensureGroup(db: Queryable, group: string): Promise<void> {
  await db`
    insert into log_consumers (group_name, lane, position_at)
    select ${group}, lane, '2020-01-01' from generate_series(0, ${LANES - 1}::int) as lane
    on conflict do nothing`;
}
