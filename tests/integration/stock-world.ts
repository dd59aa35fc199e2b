import type { Db } from "@/db/client";
import type { Context } from "@/server/context";
import { catalogCache } from "@/server/pipelines/catalog";
import type { Huiliu } from "./huiliu";

/** One shelf set to what a test needs, with the books right. */
export async function setShelf(
  { context }: Huiliu,
  storeId: number,
  skuId: number,
  onHand: number,
): Promise<void> {
  await context.db`
    update stock set on_hand = ${onHand}, opening_pieces = ${onHand}, safety = 0 where store_id = ${storeId} and sku_id = ${skuId}`;
}

export type Shelf = {
  onHand: number;
  reserved: number;
  picked: number;
  debt: number;
  quarantine: number;
  inTransit: number;
  dedicated: number;
  stopped: boolean;
};

export async function shelfOf({ context }: Huiliu, storeId: number, skuId: number): Promise<Shelf> {
  const [row] = await context.db<Shelf[]>`
    select on_hand as "onHand", reserved, picked, debt, quarantine, in_transit as "inTransit", dedicated, stopped
    from stock where store_id = ${storeId} and sku_id = ${skuId}`;
  if (!row) throw new Error("no such shelf");
  return row;
}

export async function one<T extends Record<string, unknown>>(
  { context }: Huiliu,
  sql: string,
): Promise<T> {
  const [row] = await context.db.unsafe<T[]>(sql);
  return row as T;
}

/** Verbs of another process: a pool of its own, and a database that dies at the n-th statement of its next transaction. */
export function dyingAt(context: Context, nth: number): Context {
  return {
    ...context,
    db: watched(context.db, { at: nth, meddle: () => Promise.reject(new Died()) }),
  };
}

/** Something else happens just before the n-th statement of the next transaction. */
export function interruptedAt(context: Context, nth: number, meddle: () => Promise<void>): Context {
  return { ...context, db: watched(context.db, { at: nth, meddle }) };
}

/** What a client sees of a server that was shut down under it. */
export class Died extends Error {
  override readonly name = "Died";
  readonly code = "57P01";
}

type Watch = { at: number; meddle: () => Promise<void> };

/** The pool, with every statement of its transactions counted. */
function watched(db: Db, watch: Watch): Db {
  let n = 0;
  const counted = async (run: () => unknown): Promise<unknown> => {
    n += 1;
    if (n === watch.at) await watch.meddle();
    return await run();
  };
  const wrap = (sql: object): object =>
    new Proxy(sql, {
      apply: (target, self, args: unknown[]) => {
        const call = () => Reflect.apply(target as () => unknown, self, args);
        // A template is a statement; a call with a value builds a part of one.
        return Array.isArray(args[0]) && "raw" in args[0] && isWhole(args[0])
          ? counted(call)
          : call();
      },
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown;
        if (key === "unsafe")
          return (...args: unknown[]) =>
            args.length > 1
              ? counted(() => Reflect.apply(value as () => unknown, target, args))
              : Reflect.apply(value as () => unknown, target, args);
        return value;
      },
    });
  return new Proxy(db, {
    get: (target, key) =>
      key === "begin"
        ? (work: (tx: unknown) => unknown) => target.begin((tx) => work(wrap(tx)) as never)
        : (Reflect.get(target, key) as unknown),
  });
}

/** A part of a statement begins with what no statement begins with. */
const isWhole = (strings: readonly string[]): boolean =>
  /^\s*(select|insert|update|delete|with)\b/i.test(strings[0] ?? "");

let refs = 0;
/** A new name for a request in the books. */
export const newRef = (): string => {
  refs += 1;
  return `test:${refs}`;
};

/** What the catalog says was changed under it: the next to ask reads it anew. */
export function rereadCatalog({ context }: Huiliu): void {
  context.catalog = catalogCache(context.db, context.capabilitiesOf);
}
