import type { Draw } from "./decide-reservations";

/** `portion`: base units of one sold piece. */
type Article = { id: number; portion: number };
/** So many pieces of a base article are in a bundle. */
export type BundlePart = { bundleSkuId: number; baseSkuId: number; qty: number };

/**
 * What a sold piece takes of which shelves: a bundle draws on its base articles, everything else on itself.
 *
 * @returns by article; one nobody knows is a piece of itself
 */
export function drawsBySku(
  skus: readonly Article[],
  bundles: readonly BundlePart[],
): (skuId: number) => readonly Draw[] {
  const portions = new Map(skus.map((s) => [s.id, s.portion]));
  const draws = new Map<number, Draw[]>();
  for (const { bundleSkuId, baseSkuId, qty } of bundles) {
    const per = qty * (portions.get(baseSkuId) ?? 1);
    draws.set(bundleSkuId, [...(draws.get(bundleSkuId) ?? []), { skuId: baseSkuId, per }]);
  }
  for (const sku of skus)
    if (!draws.has(sku.id)) draws.set(sku.id, [{ skuId: sku.id, per: sku.portion }]);
  return (skuId) => draws.get(skuId) ?? [{ skuId, per: 1 }];
}

/** Bundles that draw on an article, by that article. */
export function bundlesBySku(bundles: readonly BundlePart[]): (skuId: number) => readonly number[] {
  const of = new Map<number, number[]>();
  for (const { bundleSkuId, baseSkuId } of bundles)
    of.set(baseSkuId, [...(of.get(baseSkuId) ?? []), bundleSkuId]);
  return (skuId) => of.get(skuId) ?? [];
}
