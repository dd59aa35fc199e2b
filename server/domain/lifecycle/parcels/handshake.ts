import type { Instant } from "../../kernel/instant";
import { emit, membersOf, raise, touchParcel } from "../effects";
import type { Model, ParcelState } from "../model";

/** The store takes a parcel that was offered to it, or refuses it, which people must see. Asked for nothing, it says nothing. */
export function answerHandshake(
  model: Model,
  parcel: ParcelState,
  { to, at }: { to: "accepted" | "rejected"; at: Instant },
): void {
  if (parcel.handshake !== "submitted") return;
  parcel.handshake = to;
  touchParcel(model, parcel);
  for (const order of membersOf(model, parcel)) {
    emit(model, order, { kind: `store.${to}`, at, parcel, actor: "store" });
    if (to === "rejected")
      raise(model, order, {
        at,
        code: "STORE_REJECTED",
        cause: "门店拒单",
        riskFen: order.paidFen,
        parcel,
      });
  }
}
