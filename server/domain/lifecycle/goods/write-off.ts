import { moveStock } from "../effects";
import type { LineState, Model, ParcelState } from "../model";

/**
 * The shelf held less than the books said: the promised pieces are struck from the books as well. Which article of a
 * bundle was missing is not said: somebody counts them.
 *
 * @param qty pieces missing, already taken out of the parcel
 */
export function writeOffMissing(
  model: Model,
  parcel: ParcelState,
  { line, qty }: { line: LineState; qty: number },
): void {
  const { storeId } = parcel;
  // What was promised, ended and promised anew is one article all the same.
  const here = line.reservations.filter((r) => r.storeId === storeId);
  const articles = new Map(here.map((r) => [r.skuId, r]));
  const [only, ...more] = articles.values();
  if (!only) return;
  if (more.length > 0) {
    for (const skuId of articles.keys())
      model.effects.counts.push({ storeId, skuId, reason: "组合商品拣货缺货" });
    return;
  }
  const delta = -qty * only.per;
  moveStock(model, { storeId: storeId, skuId: only.skuId }, { onHand: delta });
  model.effects.ledger.push({
    storeId,
    skuId: only.skuId,
    kind: "adjust",
    delta,
    ref: `short:${parcel.id}:${line.orderId}:${line.lineNo}`,
    reason: "拣货缺货",
  });
}
