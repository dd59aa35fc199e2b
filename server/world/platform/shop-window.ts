export type FigureKind = "stock" | "price";

/** Something a platform began to show. `version` is null where the protocol has none. */
export type Shown = {
  account: string;
  shop: string;
  sku: string;
  kind: FigureKind;
  /** Pieces, or fen. */
  value: number;
  version: number | null;
  atMs: number;
  /** A merchant told it, somebody bought pieces, or a cancelled order gave them back. */
  why: "told" | "sold" | "returned";
};

/** null: never told. */
export type ShownFigures = { stock: number | null; priceFen: number | null; version: number };

type Cell = {
  stock: number | null;
  price: number | null;
  versions: Record<FigureKind, number>;
};

/** Where and about what: account code, the shop's code on that channel, the article's code. */
export type WindowKey = { account: string; shop: string; sku: string };

/** What a merchant tells a platform. `version` is null where the protocol has none. */
type ToldFigure = { kind: FigureKind; value: number; version: number | null };

export type ShopWindow = {
  hasShop(shop: string): boolean;
  hasSku(sku: string): boolean;
  /** @returns false when it shows a newer version already, and goes on doing so */
  tell(key: WindowKey, figure: ToldFigure): boolean;
  /** Pieces went with an order; what was never told stays untold. */
  sell(key: WindowKey, qty: number): void;
  giveBack(key: WindowKey, qty: number): void;
  shown(key: WindowKey): ShownFigures;
  /** The shop's articles in the order of the catalogue, told or not. */
  page(
    where: Omit<WindowKey, "sku">,
    part: { from: number; count: number },
  ): { sku: string; figures: ShownFigures }[];
  skuCount: number;
};

const UNTOLD: ShownFigures = { stock: null, priceFen: null, version: 0 };

/** What every platform account shows of every shop's goods. */
export function createShopWindow(options: {
  shops: readonly string[];
  skus: readonly string[];
  nowMs: () => number;
  onShown?: (shown: Shown) => void;
}): ShopWindow {
  const shops = new Set(options.shops);
  const skus = new Set(options.skus);
  const cells = new Map<string, Map<string, Cell>>();
  const shelfOf = (account: string, shop: string) => cells.get(`${account} ${shop}`);
  const find = (key: WindowKey) => shelfOf(key.account, key.shop)?.get(key.sku);
  const change = (
    key: WindowKey,
    cell: Cell,
    { kind, why }: { kind: FigureKind; why: Shown["why"] },
  ): void => {
    const value = cell[kind] ?? 0;
    const version = cell.versions[kind] || null;
    options.onShown?.({ ...key, kind, value, version, atMs: options.nowMs(), why });
  };
  const move = (key: WindowKey, by: number, why: Shown["why"]): void => {
    const cell = find(key);
    if (!cell || cell.stock === null) return;
    cell.stock = Math.max(0, cell.stock + by);
    change(key, cell, { kind: "stock", why });
  };
  return {
    hasShop: (shop) => shops.has(shop),
    hasSku: (sku) => skus.has(sku),
    tell: (key, { kind, value, version }) => {
      const shelf = at(cells, `${key.account} ${key.shop}`, () => new Map<string, Cell>());
      const cell = at(shelf, key.sku, emptyCell);
      if (version !== null && version <= cell.versions[kind]) return false;
      cell[kind] = value;
      cell.versions[kind] = version ?? 0;
      change(key, cell, { kind, why: "told" });
      return true;
    },
    sell: (key, qty) => move(key, -qty, "sold"),
    giveBack: (key, qty) => move(key, qty, "returned"),
    shown: (key) => figuresOf(find(key)),
    page: ({ account, shop }, { from, count }) => {
      const shelf = shelfOf(account, shop);
      return options.skus
        .slice(from, from + count)
        .map((sku) => ({ sku, figures: figuresOf(shelf?.get(sku)) }));
    },
    skuCount: options.skus.length,
  };
}

const emptyCell = (): Cell => ({ stock: null, price: null, versions: { stock: 0, price: 0 } });

function figuresOf(cell: Cell | undefined): ShownFigures {
  if (!cell) return UNTOLD;
  const version = Math.max(cell.versions.stock, cell.versions.price);
  return { stock: cell.stock, priceFen: cell.price, version };
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  map.set(key, fresh);
  return fresh;
}
