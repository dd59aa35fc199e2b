import { type Kept, keptKey } from "../inventory";

/** Goods that orders held before, together by order and shelf. Base units. */
export function keptOf(
  rows: readonly { orderId: number; storeId: number; skuId: number; qty: number }[],
): Kept {
  const kept = new Map<string, number>();
  for (const { orderId, storeId, skuId, qty } of rows) {
    const key = keptKey(orderId, storeId, skuId);
    kept.set(key, (kept.get(key) ?? 0) + qty);
  }
  return kept;
}
