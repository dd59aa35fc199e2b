import type { Instant } from "../kernel/instant";

/** What a warehouse says changed on its shelves; qty is signed, in the article's base unit. */
export type ReportedMoveKind = "receipt" | "return" | "adjust" | "quarantine";

/**
 * What a warehouse, a count or a file says about shelves.
 *
 * snapshot, count: `qty` is what lies there, goods already picked included, as of `lastMove` (our ledger's position it had
 * applied; null: as of `asOf`). moves: `qty` is what came or went; `quarantine` moves goods between sale and quarantine.
 */
export type StockReport = {
  kind: "snapshot" | "moves" | "count";
  /** The sender's own number: told twice, it is taken once. */
  reportId: string;
  storeKey: string;
  asOf: Instant;
  lastMove: string | null;
  lines: ReportLine[];
};

export type ReportLine = {
  externalSku: string;
  qty: number;
  /** moves only */
  move: { moveId: string; kind: ReportedMoveKind; reason: string } | null;
};

/** A report that waits to take effect: whose it is, of which shop where that is known already, who sent it. */
export type WaitingReport = StockReport & {
  id: number;
  accountId: number;
  storeId: number | null;
  sentBy: string;
};

/** What became of a report. `outcome` counts what it did; a refused one changed nothing and says why. */
export type ReportEnd = {
  state: "applied" | "refused";
  code: string | null;
  cause: string | null;
  outcome: Record<string, number> | null;
};
