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

/**
 * Nothing takes effect later than so many milliseconds after it was sent where a protocol has no versions: its gateway
 * gives up what it could not deliver by then.
 */
export const SETTLE_MS = 1_000;
