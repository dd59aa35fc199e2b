import type { Queryable } from "@/db/client";

/**
 * What is free, in SQL, of a row of `stock` that is called `s`. The rule is domain/inventory/cell.ts, one function there
 * for each variant here; a test compares them in a real PostgreSQL.
 */
type Column = "onHand" | "reserved" | "picked" | "safety" | "frozen" | "quarantine";
/** SQL of columns as a statement is about to make them; the others are the row's. */
export type Becoming = Partial<Record<Column, string>>;

const NAMES: Record<Column, string> = {
  onHand: "on_hand",
  reserved: "reserved",
  picked: "picked",
  safety: "safety",
  frozen: "frozen",
  quarantine: "quarantine",
};
const termOf = (column: Column, to: Becoming): string =>
  to[column] === undefined ? `s.${NAMES[column]}` : `(${to[column]})`;

const less = (columns: readonly Column[], to: Becoming): string =>
  `(${columns.map((column) => termOf(column, to)).join(" - ")})`;

/** `balanceOf`: below zero where more is kept back than is there; says nothing of a stop. */
export const balanceText = (to: Becoming = {}): string =>
  less(["onHand", "reserved", "picked", "safety", "frozen", "quarantine"], to);

/** `freeIfSold`: what could be promised if sale were not stopped; what channels' own pieces fit in. */
export const freeIfSoldText = (to: Becoming = {}): string => `greatest(0, ${balanceText(to)})`;

/** `freeOf`: what may be promised. */
export const freeText = (to: Becoming = {}): string =>
  `case when s.stopped then 0 else ${freeIfSoldText(to)} end`;

/** `sharedOf`: what may be promised to whoever comes, without the pieces channels have for themselves. */
export const sharedText = (to: Becoming = {}): string =>
  `greatest(0, ${freeText(to)} - s.dedicated)`;

/** What may be promised without asking to whom: nothing where a channel has pieces of its own. Below zero it is none. */
export const unquestionedText = (): string =>
  `case when s.stopped or s.dedicated > 0 then 0 else ${balanceText()} end`;

/** `missingOf`: promised or set aside, and not there. */
export const missingText = (to: Becoming = {}): string =>
  `greatest(0, -${less(["onHand", "reserved", "picked", "quarantine"], to)})`;

/** The same as fragments of a tagged statement. */
export const balance = (db: Queryable, to?: Becoming) => db.unsafe(balanceText(to));
export const freeIfSold = (db: Queryable, to?: Becoming) => db.unsafe(freeIfSoldText(to));
export const shared = (db: Queryable, to?: Becoming) => db.unsafe(sharedText(to));
export const missing = (db: Queryable, to?: Becoming) => db.unsafe(missingText(to));
