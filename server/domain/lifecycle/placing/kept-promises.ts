import { keptOf } from "../../fulfilment";
import type { Kept } from "../../inventory";
import type { Model, OrderState } from "../model";

/** Goods that orders held, ended so that they can be promised anew: nobody else gets them in between. */
type KeptPromises = {
  kept: Kept;
  cells: { storeId: number; skuId: number }[];
  /** Orders of which some goods were given back before. */
  late: ReadonlySet<number>;
};

/**
 * End what these orders hold: what was held while they were not paid, and what lies in no parcel any more. What is not paid
 * keeps what it holds, because nobody places it yet.
 */
export function endPromises(model: Model, orderIds: readonly number[]): KeptPromises {
  const ended: { orderId: number; storeId: number; skuId: number; qty: number }[] = [];
  const late = new Set<number>();
  for (const id of orderIds) {
    const order = model.orders.get(id);
    if (!order || order.trade === "pending_payment") continue;
    const promised = order.lines.flatMap((l) => l.reservations);
    if (promised.some((r) => r.state === "released")) late.add(id);
    for (const r of promised) {
      if (r.state !== "held") continue;
      ended.push({ orderId: id, storeId: r.storeId, skuId: r.skuId, qty: r.qty });
      Object.assign(r, { state: "released", expiresAt: null, qty: 0, picked: 0 });
    }
  }
  const cells = ended.map(({ storeId, skuId }) => ({ storeId, skuId }));
  return { kept: keptOf(ended), cells, late };
}

/** The first part number that a line has not used. */
export const nextPart =
  (orders: ReadonlyMap<number, OrderState>) =>
  (orderId: number, lineNo: number): number => {
    const line = orders.get(orderId)?.lines.find((l) => l.lineNo === lineNo);
    return 1 + Math.max(-1, ...(line?.reservations ?? []).map((r) => r.part));
  };
