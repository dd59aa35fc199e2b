import type { Queryable } from "../../client";

type CountTaskRow = {
  id: number;
  storeId: number;
  storeName: string;
  skuId: number;
  code: string;
  name: string;
  zone: string;
  unit: "piece" | "gram";
  reason: string;
  openedBy: string;
  openedAt: number;
};

/** Shelves that somebody should count, the oldest first. */
export async function listCountTasks(
  db: Queryable,
  { storeId, after, limit }: { storeId: number | null; after: number | null; limit: number },
): Promise<CountTaskRow[]> {
  return await db<CountTaskRow[]>`
    select t.id, t.store_id as "storeId", o.name as "storeName", t.sku_id as "skuId", k.code, k.name,
      k.zone::text as zone,
      k.unit, t.reason, coalesce(u.name, t.opened_by) as "openedBy", t.opened_at as "openedAt"
    from count_tasks t join skus k on k.id = t.sku_id join stores o on o.id = t.store_id
    left join users u on u.id = t.opened_by
    where t.closed_at is null and (${storeId}::int is null or t.store_id = ${storeId})
      and (${after}::bigint is null or t.id > ${after}::bigint)
    order by t.id limit ${limit}`;
}

export async function countOpenCounts(
  db: Queryable,
  storeId: number | null,
): Promise<{ storeId: number; n: number }[]> {
  return await db<{ storeId: number; n: number }[]>`
    select store_id as "storeId", count(*)::int as n from count_tasks
    where closed_at is null and (${storeId}::int is null or store_id = ${storeId}) group by 1 order by 1`;
}

export type TransferRow = {
  id: number;
  fromStoreId: number;
  fromName: string;
  toStoreId: number;
  toName: string;
  skuId: number;
  code: string;
  name: string;
  unit: "piece" | "gram";
  portion: number;
  costFen: number;
  qty: number;
  received: number | null;
  state: "in_transit" | "received" | "returned";
  note: string;
  createdBy: string;
  createdAt: number;
  endedBy: string | null;
  endedAt: number | null;
};

type TransferFilter = {
  state: "open" | "ended";
  /** Sent from or on the way to it. */
  storeId: number | null;
  skuId: number | null;
};

/** Goods between our stores, the newest first. */
export async function listTransfers(
  db: Queryable,
  { state, storeId, skuId }: TransferFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<TransferRow[]> {
  const which = state === "open" ? db`t.state = 'in_transit'` : db`t.state <> 'in_transit'`;
  return await db<TransferRow[]>`
    select t.id, t.from_store_id as "fromStoreId", f.name as "fromName", t.to_store_id as "toStoreId",
      d.name as "toName",
      t.sku_id as "skuId", k.code, k.name, k.unit, k.portion, k.cost_fen as "costFen", t.qty, t.received, t.state,
      t.note,
      coalesce(c.name, t.created_by) as "createdBy", t.created_at as "createdAt",
      coalesce(e.name, t.ended_by) as "endedBy",
      t.ended_at as "endedAt"
    from transfers t join skus k on k.id = t.sku_id join stores f on f.id = t.from_store_id
    join stores d on d.id = t.to_store_id left join users c on c.id = t.created_by left
      join users e on e.id = t.ended_by
    where ${which} and (${storeId}::int is null or ${storeId}::int in (t.from_store_id, t.to_store_id))
      and (${skuId}::int is null or t.sku_id = ${skuId}) and (${before}::bigint is null or t.id < ${before}::bigint)
    order by t.id desc limit ${limit}`;
}

/** Whose a transfer is, for the store scope. */
export async function findTransfer(
  db: Queryable,
  id: number,
): Promise<{ fromStoreId: number; toStoreId: number } | null> {
  const [row] = await db<{ fromStoreId: number; toStoreId: number }[]>`
    select from_store_id as "fromStoreId", to_store_id as "toStoreId" from transfers where id = ${id}`;
  return row ?? null;
}

type CheckRow = {
  id: number;
  askedBy: string;
  startedAt: number;
  endedAt: number | null;
  cells: number;
  broken: number;
};

/** Runs of the conservation check, the newest first. */
export async function listChecks(db: Queryable, limit: number): Promise<CheckRow[]> {
  return await db<CheckRow[]>`
    select c.id, coalesce(u.name, c.asked_by) as "askedBy", c.started_at as "startedAt", c.ended_at as "endedAt",
      c.cells,
      c.broken
    from stock_checks c left join users u on u.id = c.asked_by order by c.id desc limit ${limit}`;
}

export type StockCaseRow = {
  id: number;
  code: string;
  cause: string;
  data: Record<string, unknown>;
  storeId: number | null;
  storeName: string | null;
  orderId: number | null;
  riskFen: number;
  openedAt: number;
};

/** Open cases about goods: those of orders first, each kind the newest first. */
export async function listStockCases(
  db: Queryable,
  { codes, storeId, limit }: { codes: readonly string[]; storeId: number | null; limit: number },
): Promise<StockCaseRow[]> {
  return await db<StockCaseRow[]>`
    select e.id, e.code, e.cause, e.data, e.store_id as "storeId", s.name as "storeName", e.order_id as "orderId",
      e.risk_fen as "riskFen", e.opened_at as "openedAt"
    from exception_cases e left join stores s on s.id = e.store_id
    where e.closed_at is null and e.code = any(${[...codes]}::text[])
      and (${storeId}::int is null or e.store_id = ${storeId})
    order by e.order_id is null, e.id desc limit ${limit}`;
}

export type SkuNameRow = {
  id: number;
  code: string;
  name: string;
  unit: "piece" | "gram";
  portion: number;
};

/** What articles are called. */
export async function listSkuNames(db: Queryable, ids: readonly number[]): Promise<SkuNameRow[]> {
  if (ids.length === 0) return [];
  return await db<SkuNameRow[]>`
    select id, code, name, unit, portion from skus where id = any(${[...ids]}::int[])`;
}

type ReportRow = {
  id: number;
  accountName: string | null;
  kind: string;
  reportId: string;
  storeName: string | null;
  storeKey: string;
  asOf: number;
  lines: number;
  state: "waiting" | "applied" | "refused";
  code: string | null;
  cause: string | null;
  outcome: Record<string, number> | null;
  sentBy: string;
  receivedAt: number;
};

/** Spelled out: what waits and what was refused has an index, which no plan knows of a parameter. */
function inState(db: Queryable, state: ReportRow["state"] | null) {
  if (state === null) return db`true`;
  if (state === "waiting") return db`r.state = 'waiting'`;
  return state === "refused" ? db`r.state = 'refused'` : db`r.state = 'applied'`;
}

/** What warehouses and files said about shelves, the newest first. */
export async function listReports(
  db: Queryable,
  filter: { state: ReportRow["state"] | null; storeId: number | null },
  { before, limit }: { before: number | null; limit: number },
): Promise<ReportRow[]> {
  return await db<ReportRow[]>`
    select r.id, a.name as "accountName", r.kind, r.report_id as "reportId", s.name as "storeName",
      r.store_key as "storeKey", r.as_of as "asOf", jsonb_array_length(r.lines)::int as lines, r.state, r.code, r.cause,
      r.outcome, coalesce(u.name, r.sent_by) as "sentBy", r.received_at as "receivedAt"
    from stock_reports r left join channel_accounts a on a.id = r.account_id left join stores s on s.id = r.store_id
    left join users u on u.id = r.sent_by
    where ${inState(db, filter.state)}
      and (${filter.storeId}::int is null or r.store_id = ${filter.storeId})
      and (${before}::bigint is null or r.id < ${before}::bigint)
    order by r.id desc limit ${limit}`;
}
