import type { Fate } from "../faults";
import type { WorldOrder } from "../orders/order";
import type { Refund } from "../wire/refund";

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
