import type { Queryable } from "../../client";
import { balance, freeIfSold } from "../stock/free";

/** What is looked for in the matrix. `none`: every state. */
export const SHELF_STATES = ["out", "debt", "stopped", "low", "differs"] as const;
export type ShelfState = (typeof SHELF_STATES)[number];

export type ShelfFilter = {
  words: string;
  categories: readonly string[];
  zones: readonly string[];
  state: ShelfState | null;
  storeId: number | null;
  /** Only these articles; null for all. */
  skuIds: readonly number[] | null;
};

/** One article with its shelves: parallel arrays, one entry a store, so that a page of them stays small. */
export type ShelfRow = {
  id: number;
  code: string;
  barcode: string;
  name: string;
  category: string;
  zone: string;
  unit: "piece" | "gram";
  portion: number;
  stores: number[];
  onHand: number[];
  reserved: number[];
  picked: number[];
  safety: number[];
  frozen: number[];
  quarantine: number[];
  inTransit: number[];
  debt: number[];
  stopped: boolean[];
  differs: boolean[];
};

/** A channel that has shown something else for so long is told to people. */
export const DIFFERS_SECONDS = 10;

/** What is wrong has something to tell, or nobody may tell it: few rows, which the indexes of these two know. */
export const isWrong = (db: Queryable) => db`((p.due_at is not null or p.blocked)
  and p.dirty_at < now() - ${DIFFERS_SECONDS}::int * interval '1 second')`;

/** Shelves whose number on some channel has been wrong for a while. */
const differing = (db: Queryable) => db`(s.store_id, s.sku_id) in (
  select p.store_id, p.sku_id from published p where p.kind = 'stock' and ${isWrong(db)})`;

function inState(db: Queryable, state: ShelfState) {
  switch (state) {
    case "out":
      return db`not s.stopped and ${balance(db)} <= 0`;
    case "debt":
      return db`s.debt > 0`;
    case "stopped":
      return db`s.stopped`;
    case "low":
      return db`s.safety > 0 and ${balance(db)} < 0`;
    default:
      return differing(db);
  }
}

function skuWhere(db: Queryable, { words, categories, zones, skuIds }: ShelfFilter) {
  const text =
    words === ""
      ? db`true`
      : db`(strpos(lower(k.name), lower(${words})) > 0
    or strpos(lower(k.code), lower(${words})) > 0 or k.barcode = ${words})`;
  const category =
    categories.length > 0 ? db`k.category = any(${[...categories]}::text[])` : db`true`;
  const zone = zones.length > 0 ? db`k.zone::text = any(${[...zones]}::text[])` : db`true`;
  const chosen = skuIds === null ? db`true` : db`k.id = any(${[...skuIds]}::int[])`;
  return db`${text} and ${category} and ${zone} and ${chosen}`;
}

const inScope = (db: Queryable, storeId: number | null) =>
  storeId === null ? db`true` : db`s.store_id = ${storeId}`;

/** One page of articles by code, each with its shelves in the stores in scope. */
export async function listShelves(
  db: Queryable,
  filter: ShelfFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<ShelfRow[]> {
  const scope = inScope(db, filter.storeId);
  const state = filter.state === null ? db`true` : inState(db, filter.state);
  return await db<ShelfRow[]>`
    with k as (
      select k.* from skus k where ${skuWhere(db, filter)} and (${after}::text is null or k.code > ${after})
        and exists (select 1 from stock s where s.sku_id = k.id and ${scope} and ${state})
      order by k.code limit ${limit}
    )
    select k.id, k.code, k.barcode, k.name, k.category, k.zone::text as zone, k.unit, k.portion, c.*
    from k cross join lateral (
      select array_agg(s.store_id order by s.store_id) as stores, array_agg(s.on_hand order by s.store_id) as "onHand",
        array_agg(s.reserved order by s.store_id) as reserved, array_agg(s.picked order by s.store_id) as picked,
        array_agg(s.safety order by s.store_id) as safety, array_agg(s.frozen order by s.store_id) as frozen,
        array_agg(s.quarantine order by s.store_id) as quarantine, array_agg(s.in_transit
        order by s.store_id) as "inTransit",
        array_agg(s.debt order by s.store_id) as debt, array_agg(s.stopped order by s.store_id) as stopped,
        array_agg(${differing(db)} order by s.store_id) as differs
      from stock s where s.sku_id = k.id and ${scope}
    ) c
    order by k.code`;
}

export type StoreTotalRow = {
  storeId: number;
  cells: number;
  /** Sold pieces' worth that may still be promised. */
  pieces: number;
  out: number;
  stopped: number;
  debt: number;
};

/** Sums by store over everything that the filter's articles cover, loaded or not. */
export async function sumShelves(db: Queryable, filter: ShelfFilter): Promise<StoreTotalRow[]> {
  const scope = inScope(db, filter.storeId);
  const any =
    filter.state === null
      ? db`true`
      : db`exists (select 1 from stock s where s.sku_id = k.id
    and ${scope} and ${inState(db, filter.state)})`;
  return await db<StoreTotalRow[]>`
    select s.store_id as "storeId", count(*)::int as cells,
      coalesce(sum(${freeIfSold(db)} / k.portion) filter (where not s.stopped), 0)::int as pieces,
      count(*) filter (where not s.stopped and ${balance(db)} <= 0)::int as out,
      count(*) filter (where s.stopped)::int as stopped, count(*) filter (where s.debt > 0)::int as debt
    from skus k join stock s on s.sku_id = k.id
    where ${skuWhere(db, filter)} and ${any} and ${scope} group by s.store_id order by s.store_id`;
}

/** How many articles stand in each state, under the same filter without its state. */
export async function countStates(
  db: Queryable,
  filter: ShelfFilter,
): Promise<Record<ShelfState | "all", number>> {
  const scope = inScope(db, filter.storeId);
  const count = (state: ShelfState) =>
    db`count(distinct k.id) filter (where ${inState(db, state)})::int`;
  const [row] = await db<Record<ShelfState | "all", number>[]>`
    select count(distinct k.id)::int as all, ${count("out")} as out, ${count("debt")} as debt,
      ${count("stopped")} as stopped, ${count("low")} as low, ${count("differs")} as differs
    from skus k join stock s on s.sku_id = k.id where ${skuWhere(db, filter)} and ${scope}`;
  return row ?? { all: 0, out: 0, debt: 0, stopped: 0, low: 0, differs: 0 };
}

/** Categories that have shelves, for the filter. */
export async function listCategories(db: Queryable): Promise<string[]> {
  const rows = await db<{ category: string }[]>`select distinct category from skus order by 1`;
  return rows.map((r) => r.category);
}
