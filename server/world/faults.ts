import type { Rng } from "@/server/domain/kernel/rng";
import type { Fate } from "./life/live-order";
import type { WorldOrder } from "./orders/order";
import { platformOn } from "./platform/platforms";

/** How often things go wrong, in basis points of orders. */
export type FaultRates = {
  duplicates: number;
  reorder: number;
  delay: number;
  lateCancel: number;
  partialRefund: number;
  badSignature: number;
  lostPush: number;
  degraded: number;
};

export const USUAL_FAULTS: FaultRates = {
  duplicates: 2_000,
  reorder: 100,
  delay: 300,
  lateCancel: 200,
  partialRefund: 200,
  badSignature: 50,
  lostPush: 50,
  degraded: 100,
};

export function drawFate(rates: FaultRates, order: WorldOrder, rng: Rng): Fate {
  const { channel } = order;
  const { isForeign } = platformOn(channel);
  // Group orders travel in files, which name no single order afterwards.
  const isGroup = channel === "group";
  const copies = rng.chance(rates.duplicates) ? rng.pick([1, 1, 1, 2]) : 0;
  return {
    copiesAfterMs: Array.from({ length: copies }, () => rng.int(20_000)),
    ...drawCancel(rates, order, rng),
    isLost: isForeign && rng.chance(rates.lostPush),
    isDegraded: isForeign && rng.chance(rates.degraded),
    isForged: !isGroup && rng.chance(rates.badSignature),
    isRefunded: !isGroup && rng.chance(rates.partialRefund),
  };
}

/** A reordered order is cancelled before its announcement arrives; that is where the order of events matters most. */
function drawCancel(
  rates: FaultRates,
  order: WorldOrder,
  rng: Rng,
): Pick<Fate, "holdMs" | "cancelAfterMs"> {
  const mayCancel = order.channel !== "pos" && order.channel !== "group";
  const delayMs = rng.chance(rates.delay) ? 8_000 + rng.int(50_000) : 0;
  if (mayCancel && rng.chance(rates.reorder)) {
    return { holdMs: 6_000 + delayMs, cancelAfterMs: 1_000 };
  }
  const cancels = mayCancel && rng.chance(rates.lateCancel);
  return { holdMs: delayMs, cancelAfterMs: cancels ? 20_000 + rng.int(10 * 60_000) : null };
}
