import type { Cellish } from "../cell";

/** One booking: what changed of goods on hand, in quarantine and on the way, base units, and its cause. */
export type LedgerInsert = Cellish & {
  kind:
    | "receipt"
    | "sale"
    | "return"
    | "adjust"
    | "count"
    | "transfer_out"
    | "transfer_in"
    | "quarantine";
  delta: number;
  quarantineDelta: number;
  transitDelta: number;
  /** What it was for; with shelf and kind it makes a second booking of the same thing impossible. */
  ref: string;
  reason: string;
  actor: string;
};
