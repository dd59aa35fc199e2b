import type { Ledger } from "../life/ledger";
import type { Lifecycle } from "../life/live-order";
import type { Numbers } from "../orders/numbers";

/** What a platform's API about orders stands on. */
export type PlatformDeps = {
  ledger: Ledger;
  life: Lifecycle;
  numbers: Numbers;
  wallMs: () => number;
  /** False when this call comes too soon after too many. */
  mayCall: (api: string) => boolean;
};

/** Requests older or younger than this are refused. No platform publishes the figure: it is assumed. */
export const SKEW_SECONDS_MAX = 600;
