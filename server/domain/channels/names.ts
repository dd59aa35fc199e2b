/** What an account calls one of ours. */
export type Mapping = { accountId: number; externalCode: string; target: number };
type ArticleName = { id: number; code: string; barcode: string };
type NameSources = {
  storeMaps: readonly Mapping[];
  skuMaps: readonly Mapping[];
  skus: readonly ArticleName[];
};

/** Our shops and articles by what accounts call them, and the other way round; null where nobody knows. */
export type ChannelNames = {
  storeOf: (accountId: number, key: string) => number | null;
  skuOf: (accountId: number, key: string, barcode: string | null) => number | null;
  shopKeyOf: (accountId: number, storeId: number) => string | null;
  skuKeyOf: (accountId: number, skuId: number) => string | null;
};

/** How accounts name our shops and articles. Of two names for one the later mapping is used outward, both are understood. */
export function channelNames({ storeMaps, skuMaps, skus }: NameSources): ChannelNames {
  const storeByKey = new Map(storeMaps.map((m) => [`${m.accountId}|${m.externalCode}`, m.target]));
  const skuByKey = new Map(skuMaps.map((m) => [`${m.accountId}|${m.externalCode}`, m.target]));
  const skuByCode = new Map(skus.map((s) => [s.code, s.id]));
  const skuByBarcode = new Map(skus.map((s) => [s.barcode, s.id]));
  const shops = new Map(storeMaps.map((m) => [`${m.accountId}|${m.target}`, m.externalCode]));
  const articles = new Map(skuMaps.map((m) => [`${m.accountId}|${m.target}`, m.externalCode]));
  const codes = new Map(skus.map((s) => [s.id, s.code]));
  return {
    storeOf: (accountId, key) => storeByKey.get(`${accountId}|${key}`) ?? null,
    // A person's mapping wins over our own code, and that over a barcode, which two packs may share.
    skuOf: (accountId, key, barcode) =>
      skuByKey.get(`${accountId}|${key}`) ??
      skuByCode.get(key) ??
      (barcode ? skuByBarcode.get(barcode) : undefined) ??
      null,
    shopKeyOf: (accountId, storeId) => shops.get(`${accountId}|${storeId}`) ?? null,
    skuKeyOf: (accountId, skuId) =>
      articles.get(`${accountId}|${skuId}`) ?? codes.get(skuId) ?? null,
  };
}
