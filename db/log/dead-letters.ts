import { at } from "../bulk";
import type { Queryable, Tx } from "../client";
import type { LogMessage } from "./inbox";

export type Failure = { message: LogMessage; code: string; cause: string };

/** Put messages aside that could not be processed, as they lie in the log; the log goes on. */
export async function buryMessages(
  tx: Tx,
  group: string,
  failures: readonly Failure[],
): Promise<void> {
  if (failures.length === 0) return;
  const of = <T>(read: (message: LogMessage) => T) => failures.map(({ message }) => read(message));
  await tx`
    insert into dead_letters (group_name, inbox_id, inbox_at, lane, account_id, topic, code, cause, body, encoding)
    select ${group}, i.id, i.received_at, i.lane, i.account_id, i.topic, d.code, d.cause, i.body, i.encoding
    from unnest(
      ${of((m) => m.lane)}::smallint[], ${of((m) => m.xid)}::xid8[], ${of((m) => m.id)}::bigint[],
      ${of((m) => at(m.receivedAt))}::timestamptz[], ${failures.map((f) => f.code)}::text[],
      ${failures.map((f) => f.cause.replaceAll("\0", "").slice(0, 500))}::text[]
    ) as d (lane, xid, id, at, code, cause)
    join inbox i on i.lane = d.lane and i.xid = d.xid and i.id = d.id and i.received_at = d.at
    on conflict do nothing`;
}

export type DeadLetter = {
  id: number;
  accountId: number;
  accountName: string | null;
  protocol: string | null;
  topic: string;
  code: string;
  cause: string;
  state: string;
  failedAt: number;
  resolvedAt: number | null;
  resolvedBy: string | null;
  size: number;
};

/** Newest first, keyset-paged by id. */
export async function listDeadLetters(
  db: Queryable,
  { state, before, limit }: { state: string; before: number | null; limit: number },
): Promise<DeadLetter[]> {
  return await db<DeadLetter[]>`
    select d.id, d.account_id as "accountId", a.name as "accountName", a.protocol, d.topic, d.code, d.cause, d.state,
      d.failed_at as "failedAt", d.resolved_at as "resolvedAt", d.resolved_by as "resolvedBy", length(d.body) as size
    from dead_letters d left join channel_accounts a on a.id = d.account_id
    where d.state = ${state} and (${before}::bigint is null or d.id < ${before})
    order by d.id desc limit ${limit}`;
}

export type DeadLetterBody = {
  id: number;
  lane: number;
  accountId: number;
  topic: string;
  state: string;
  body: Uint8Array;
  encoding: number;
};

export async function lockDeadLetters(tx: Tx, ids: readonly number[]): Promise<DeadLetterBody[]> {
  return await tx<DeadLetterBody[]>`
    select id, lane, account_id as "accountId", topic, state, body, encoding from dead_letters
    where id = any(${ids as number[]}::bigint[]) order by id for update`;
}

export async function getDeadLetter(
  db: Queryable,
  id: number,
): Promise<(DeadLetterBody & { cause: string; code: string }) | null> {
  const [row] = await db<(DeadLetterBody & { cause: string; code: string })[]>`
    select id, lane, account_id as "accountId", topic, state, body, encoding, cause, code
    from dead_letters where id = ${id}`;
  return row ?? null;
}

/** A letter that was sent again, or given up; kept for the record. */
export async function settleDeadLetters(
  tx: Tx,
  ids: readonly number[],
  { state, by }: { state: "rerun" | "discarded"; by: string },
): Promise<void> {
  await tx`update dead_letters set state = ${state}, resolved_at = now(), resolved_by = ${by}
    where id = any(${ids as number[]}::bigint[]) and state = 'open'`;
}

export async function countDeadLetters(db: Queryable): Promise<number> {
  const [row] = await db<
    { n: number }[]
  >`select count(*)::int as n from dead_letters where state = 'open'`;
  return row?.n ?? 0;
}

/** Changes whenever a letter comes, is rerun or discarded: what pages that show them look at again for. */
export async function markOfDeadLetters(db: Queryable): Promise<string> {
  const [row] = await db<{ mark: string }[]>`
    select concat((select max(id) from dead_letters), '|', count(*)) as mark from dead_letters where state = 'open'`;
  return row?.mark ?? "";
}
