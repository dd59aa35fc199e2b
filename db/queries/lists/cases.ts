import type { Queryable } from "../../client";

export type CaseFilter = {
  state: "open" | "closed";
  /** Closed cases are asked for from this moment on. */
  sinceMs: number;
  codes: readonly string[];
  storeId: number | null;
};

/** Open cases: earliest due first. Closed ones: last closed first. */
export type CaseCursor = { at: number; id: number };

export type CaseListRow = {
  id: number;
  code: string;
  cause: string;
  data: Record<string, unknown>;
  riskFen: number;
  openedAt: number;
  dueAt: number;
  closedAt: number | null;
  closedBy: string | null;
  outcome: string | null;
  accountId: number | null;
  accountName: string | null;
  storeName: string | null;
  orderId: number | null;
  channel: string | null;
  externalNo: string | null;
  daySeq: number | null;
  phase: string | null;
  promiseAt: number | null;
};

const where = (db: Queryable, filter: CaseFilter, withCodes: boolean) => {
  const state =
    filter.state === "open"
      ? db`e.closed_at is null`
      : db`e.closed_at >= ${filter.sinceMs}::timestamptz`;
  const codes =
    withCodes && filter.codes.length > 0
      ? db`e.code = any(${[...filter.codes]}::text[])`
      : db`true`;
  const store = filter.storeId === null ? db`true` : db`e.store_id = ${filter.storeId}`;
  return db`${state} and ${codes} and ${store}`;
};

/** One page of cases, with the order each is about. */
export async function listCases(
  db: Queryable,
  filter: CaseFilter,
  { cursor, limit }: { cursor: CaseCursor | null; limit: number },
): Promise<CaseListRow[]> {
  const isOpen = filter.state === "open";
  const place = cursor ? db`(${cursor.at}::timestamptz, ${cursor.id}::bigint)` : db``;
  const open = cursor ? db`(e.due_at, e.id) > ${place}` : db`true`;
  const closed = cursor ? db`(e.closed_at, e.id) < ${place}` : db`true`;
  const order = isOpen ? db`e.due_at, e.id` : db`e.closed_at desc, e.id desc`;
  return await db<CaseListRow[]>`
    select e.id, e.code, e.cause, e.data, e.risk_fen as "riskFen", e.opened_at as "openedAt", e.due_at as "dueAt",
      e.closed_at as "closedAt", coalesce(u.name, e.closed_by) as "closedBy", e.outcome, e.account_id as "accountId",
      a.name as "accountName", s.name as "storeName", o.id as "orderId", o.channel, o.external_no as "externalNo",
      o.day_seq as "daySeq", o.phase, o.promise_at as "promiseAt"
    from exception_cases e
    left join orders o on o.id = e.order_id
    left join channel_accounts a on a.id = e.account_id
    left join stores s on s.id = e.store_id
    left join users u on u.id = e.closed_by
    where ${where(db, filter, true)} and ${isOpen ? open : closed} order by ${order} limit ${limit}`;
}

export type QueueCount = { code: string; n: number; breached: number; riskFen: number };

/** How many cases stand in each queue, under the same filter without its codes. */
export async function countCases(db: Queryable, filter: CaseFilter): Promise<QueueCount[]> {
  return await db<QueueCount[]>`
    select e.code, count(*)::int as n,
      count(*) filter (where e.closed_at is null and e.due_at < now())::int as breached,
      sum(e.risk_fen)::bigint as "riskFen"
    from exception_cases e where ${where(db, filter, false)} group by e.code order by e.code`;
}

export async function countOpenCases(db: Queryable, storeId: number | null): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from exception_cases
    where closed_at is null and (${storeId}::int is null or store_id = ${storeId})`;
  return row?.n ?? 0;
}

/** A case as its closing needs it; null outside the store scope. */
export async function findCase(
  db: Queryable,
  id: number,
  storeId: number | null,
): Promise<{ id: number; closedAt: number | null } | null> {
  const [row] = await db<{ id: number; closedAt: number | null }[]>`
    select id, closed_at as "closedAt" from exception_cases
    where id = ${id} and (${storeId}::int is null or store_id = ${storeId})`;
  return row ?? null;
}

type SkuChoice = { id: number; code: string; name: string; zone: string; priceFen: number };

/** Articles by name, code or barcode, for a person to choose from. */
export async function findSkus(db: Queryable, words: string, limit: number): Promise<SkuChoice[]> {
  return await db<SkuChoice[]>`
    select id, code, name, zone::text as zone, price_fen as "priceFen" from skus
    where ${words} = '' or strpos(lower(name), lower(${words})) > 0 or starts_with(code, ${words}) or barcode = ${words}
    order by name, id limit ${limit}`;
}
