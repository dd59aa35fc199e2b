import type { ShopWindow } from "./shop-window";

/** What a platform's side of stock and prices stands on, for one account. */
export type FigureDesk = {
  account: string;
  window: ShopWindow;
  settleMs: number;
  /** False when this call comes too soon after too many; counted per account and API. */
  mayCall: (api: string) => boolean;
  /** Told of every call that was signed and not throttled. */
  onCall?: (api: string, rows: number) => void;
};

export type FigureProtocol = "meituan" | "eleme" | "own";

/**
 * What each platform allows in a second per account and API, saved up for one second at most.
 *
 * @source docs/domain/channels.md#limits-of-stock-and-price-calls
 */
export const FIGURE_CALLS_PER_SECOND: Record<FigureProtocol, number> = {
  meituan: 10,
  eleme: 5,
  own: 20,
};

/**
 * Nothing takes effect later than so many milliseconds after it was sent where a protocol has no versions: its gateway
 * gives up what it could not deliver by then.
 */
export const SETTLE_MS = 1_000;
