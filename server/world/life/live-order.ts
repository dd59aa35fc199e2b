import type { WorldOrder } from "../orders/order";
import type { Refund } from "../wire/refund";

/** What will go wrong with one order, drawn when it is placed. Delays are simulated milliseconds. */
export type Fate = {
  /** When each copy of the first push follows it. */
  copiesAfterMs: readonly number[];
  /** How late the first push leaves. */
  holdMs: number;
  isLost: boolean;
  isDegraded: boolean;
  cancelAfterMs: number | null;
  isForged: boolean;
  isRefunded: boolean;
};

/** new → accepted (by the merchant) → delivering → completed; cancelled from any but the last. */
type Phase = "new" | "accepted" | "delivering" | "completed" | "cancelled";
/** A fulfilment of the order as the field knows it. */
type PartStage = "open" | "ready" | "ended";

export type LiveOrder = {
  order: WorldOrder;
  fate: Fate;
  phase: Phase;
  sentAtMs: number;
  isAcked: boolean;
  copies: number;
  /** Times the platform's detail was read: a degraded order is whole from the second on. */
  reads: number;
  parts: Map<string, PartStage>;
  isRiderAtShop: boolean;
  /** The platform's rider, once there is one. */
  riderName: string | null;
  refund: Refund | null;
  placedSimMs: number;
  endedSimMs: number | null;
};

export type CancelledBy = "user" | "timeout" | "merchant";

/** What happens to an order after it was placed, and who is told. Every step may be asked for twice. */
export type Lifecycle = {
  /** The order exists from here on; its fate is scheduled. */
  begin(live: LiveOrder): void;
  /** @returns false when it can't be accepted any more */
  accept(live: LiveOrder): boolean;
  /** @returns false when it is over already */
  cancel(live: LiveOrder, by: CancelledBy): boolean;
  delivering(live: LiveOrder): void;
  complete(live: LiveOrder): void;
};

/** An order as it is placed: nothing has happened to it yet. */
export function newLiveOrder(
  order: WorldOrder,
  fate: Fate,
  now: { wallMs: number; simMs: number },
): LiveOrder {
  return {
    order,
    fate,
    phase: "new",
    sentAtMs: now.wallMs,
    isAcked: false,
    copies: 0,
    reads: 0,
    parts: new Map(),
    isRiderAtShop: false,
    riderName: null,
    refund: null,
    placedSimMs: now.simMs,
    endedSimMs: null,
  };
}
