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
    insert into inbox (lane, account_id, topic, sha256, body, encoding)
    select ${lanes}, m.account_id, m.topic, m.sha256, m.body, m.encoding
    from unnest(
      ${messages.map((m) => m.lane)}::smallint[], ${messages.map((m) => laneOfAccount(m.accountId))}::smallint[],
      ${messages.map((m) => m.accountId)}::int[], ${messages.map((m) => m.topic)}::text[],
      ${messages.map((m) => m.externalNo)}::text[], ${messages.map((m) => hex(m.sha256))}::text[]::bytea[],
      ${messages.map((m) => hex(m.body))}::text[]::bytea[], ${messages.map((m) => m.encoding)}::smallint[]
    ) as m (lane, fallback, account_id, topic, external_no, sha256, body, encoding) ${join}`;
}

export type Position = { lane: number; xid: string; id: number; at: number };

/** Own some lanes for this transaction: those nobody else owns, beginning somewhere else each time. */
export async function lockLanes(
  tx: Tx,
  group: string,
  count: number,
  first: number,
): Promise<Position[]> {
  return await tx<Position[]>`
    select lane, position_xid::text as xid, position_id as id, position_at as at from log_consumers
    where group_name = ${group} order by (lane + ${LANES} - ${first}::int) % ${LANES}
    limit ${count} for update skip locked`;
}

/**
 * Own some lanes as `lockLanes` does and read the next messages of them, oldest first, in one statement. Stops below the
 * oldest open transaction, so that a slow commit with a lower id is never skipped.
 */
export async function takeNext(
  tx: Tx,
  group: string,
  lanes: number,
  first: number,
  limit: number,
): Promise<LogMessage[]> {
  return await tx<LogMessage[]>`
    with own as materialized (
      select lane, position_xid as xid, position_id as id, position_at as at from log_consumers
      where group_name = ${group} order by (lane + ${LANES} - ${first}::int) % ${LANES}
      limit ${lanes} for update skip locked
    )
    select m.id, m.xid::text as xid, m.lane, m.account_id as "accountId", m.topic, m.received_at as "receivedAt", m.body,
      m.encoding
    from own p cross join lateral (
      select i.id, i.xid, i.lane, i.account_id, i.topic, i.received_at, i.body, i.encoding from inbox i
      where i.lane = p.lane and (i.xid, i.id) > (p.xid, p.id)
        and i.xid < pg_snapshot_xmin(pg_current_snapshot())
        and i.received_at >= p.at - interval '1 hour' and i.received_at < now() + interval '1 hour'
      order by i.xid, i.id limit ${limit}
    ) m
    order by m.xid, m.id limit ${limit}`;
}

/** Move on, in the transaction that wrote the effects: a crash repeats nothing and skips nothing. */
export async function movePositions(
  tx: Tx,
  group: string,
  messages: readonly LogMessage[],
): Promise<void> {
  const last = new Map<number, LogMessage>();
  for (const message of messages) last.set(message.lane, message);
  const rows = [...last.values()];
  await tx`
    update log_consumers c set position_xid = p.xid, position_id = p.id, position_at = p.at, updated_at = now()
    from unnest(
      ${rows.map((m) => m.lane)}::smallint[], ${rows.map((m) => m.xid)}::xid8[], ${rows.map((m) => m.id)}::bigint[],
      ${rows.map((m) => at(m.receivedAt))}::timestamptz[]
    ) as p (lane, xid, id, at)
    where c.group_name = ${group} and c.lane = p.lane`;
}

/** Make a consumer group known; it starts at the beginning of the log. */
export async function ensureGroup(db: Queryable, group: string): Promise<void> {
  await db`
    insert into log_consumers (group_name, lane, position_at)
    select ${group}, lane, '2020-01-01' from generate_series(0, ${LANES - 1}::int) as lane
    on conflict do nothing`;
}
