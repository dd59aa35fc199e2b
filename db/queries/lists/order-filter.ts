import { FINAL_PHASES, type Phase } from "@/server/domain/orders/phase";
import type { Queryable } from "../../client";

export const ORDER_FLAGS = [
  "merged",
  "short",
  "exception",
  "held",
  "refunded",
  "self",
  "platform",
] as const;
export type OrderFlag = (typeof ORDER_FLAGS)[number];

/** What the one search box can mean. `nothing` is text that names no order. */
export type OrderSearch =
  | { kind: "id"; id: number }
  | { kind: "tail"; tail: string }
  | { kind: "sequence"; number: number }
  | { kind: "number"; prefix: string }
  | { kind: "goods"; words: string }
  | { kind: "nothing" };

export type OrderFilter = {
  /** Moments of payment, half-open. */
  fromMs: number;
  toMs: number;
  storeId: number | null;
  channels: readonly string[];
  phases: readonly Phase[];
  minFen: number | null;
  maxFen: number | null;
  flags: readonly OrderFlag[];
  search: OrderSearch | null;
};

const fragment = (db: Queryable) => db``;
export type Fragment = ReturnType<typeof fragment>;

/** An id or a platform's number names its order whatever the day; everything else is asked of the days chosen. */
const isDayless = (search: OrderSearch | null): boolean =>
  search?.kind === "id" || search?.kind === "number";

/** The condition of a filter over `orders o`. */
export function whereOrders(db: Queryable, filter: OrderFilter): Fragment {
  const parts: Fragment[] = [];
  if (!isDayless(filter.search)) {
    parts.push(
      db`o.listed_at >= ${filter.fromMs}::timestamptz and o.listed_at < ${filter.toMs}::timestamptz`,
    );
  }
  if (filter.storeId !== null) parts.push(db`o.store_id = ${filter.storeId}`);
  if (filter.channels.length > 0) parts.push(db`o.channel = any(${[...filter.channels]}::text[])`);
  if (filter.phases.length > 0) {
    parts.push(
      db`o.phase = any(${[...filter.phases]}::text[]) and ${kindOfPhases(db, filter.phases)}`,
    );
  }
  if (filter.minFen !== null) parts.push(db`o.paid_fen >= ${filter.minFen}`);
  if (filter.maxFen !== null) parts.push(db`o.paid_fen <= ${filter.maxFen}`);
  for (const flag of filter.flags) parts.push(whereFlag(db, flag));
  if (filter.search) parts.push(whereSearch(db, filter.search));
  return parts.reduce((all, part) => db`${all} and ${part}`, db`true`);
}

/** Says of phases what the indexes of rare ones say of their rows: no plan knows it of a parameter. */
function kindOfPhases(db: Queryable, phases: readonly Phase[]): Fragment {
  if (phases.every((p) => !FINAL_PHASES.includes(p)))
    return db`o.phase not in ('cancelled', 'closed', 'refunded', 'done')`;
  return phases.every((p) => p !== "done" && FINAL_PHASES.includes(p))
    ? db`o.phase in ('cancelled', 'closed', 'refunded')`
    : db`true`;
}

function whereFlag(db: Queryable, flag: OrderFlag): Fragment {
  switch (flag) {
    case "merged":
      return db`exists (select 1 from fulfilment_orders p where p.id = o.lead_fulfilment_id and p.members > 1)`;
    case "short":
      return db`o.stock = 'short'`;
    case "exception":
      // Open cases are few whatever the days; an array made by a subquery uses the key.
      return db`o.open_exceptions > 0 and o.id = any(array(
        select e.order_id from exception_cases e where e.closed_at is null and e.order_id is not null))`;
    case "held":
      return db`o.holds > 0`;
    case "refunded":
      return db`o.refunded_fen > 0`;
    case "self":
    case "platform":
      return db`o.delivery_owner = ${flag}::delivery_owner`;
  }
}

/** A prefix is a range of the index on (account, number); `starts_with` keeps it exact under any collation. */
export function whereSearch(db: Queryable, search: OrderSearch): Fragment {
  switch (search.kind) {
    case "id":
      return db`o.id = ${search.id}`;
    case "tail":
      return db`o.phone_tail = ${search.tail}`;
    case "sequence":
      return db`o.day_seq = ${search.number}`;
    case "number":
      return db`o.account_id in (select id from channel_accounts) and o.external_no >= ${search.prefix}
        and o.external_no <= ${`${search.prefix}\u{10ffff}`} and starts_with(o.external_no, ${search.prefix})`;
    case "goods":
      return db`exists (select 1 from order_lines l where l.order_id = o.id
        and l.sku_id in (select k.id from skus k where strpos(lower(k.name), lower(${search.words})) > 0))`;
    case "nothing":
      return db`false`;
  }
}
