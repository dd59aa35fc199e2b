import type { Cellish } from "../../inventory";

/** A number a channel should show of an article in one of our shops: pieces it may sell, or their price in fen. */
export type FigureRow = Cellish & {
  accountId: number;
  kind: "stock" | "price";
  value: number;
  /** 0 to zero, 1 below its buffer, 2 less than shown, 3 more. */
  rank: number;
};

/** A number as it is told in a call; `version` rises with every change of it. */
export type ClaimedFigure = {
  kind: "stock" | "price";
  storeId: number;
  skuId: number;
  value: number;
  version: number;
};

/** Whose numbers a call told: one kind of one shop of an account. `settleMs`: when it is in force, or never. */
export type Settled = {
  accountId: number;
  kind: "stock" | "price";
  storeId: number;
  settleMs: number;
};

/** A number a channel should show, as it was told. */
export type PublishedRow = {
  kind: "stock" | "price";
  skuId: number;
  wanted: number;
  /** Told and acknowledged. */
  isClean: boolean;
  /** Not touched for a while: what the channel shows should be what we said. */
  isSettled: boolean;
};
