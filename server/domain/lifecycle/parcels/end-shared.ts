import type { Instant } from "../../kernel/instant";
import type { Trade } from "../../orders";
import { isWhole, membersOf, parcelsOf } from "../effects";
import type { Model, OrderState } from "../model";
import { advanceParcel } from "./parcel-steps";

const OVER: ReadonlySet<Trade> = new Set(["completed", "cancelled"]);

/**
 * Parcels of an order that are over: shared by several, a parcel is over when the last of them says so, or leaves it. One
 * whose orders were all cancelled on the way is not: somebody brings it back.
 */
export function endShared(model: Model, order: OrderState, at: Instant): void {
  for (const parcel of parcelsOf(model, order).filter((p) => isWhole(model, p))) {
    const trades = membersOf(model, parcel).map((o) => o.trade);
    if (trades.includes("completed") && trades.every((trade) => OVER.has(trade)))
      advanceParcel(model, parcel, { to: "fulfilled", at, actor: "channel" });
  }
}
