import type { FigureDesk } from "../figure-desk";
import type { FigureKind, ShownFigures } from "../shop-window";
import { messageOf, ng } from "./door";

const ROWS_MAX = 200;
const PRICE_FEN_MAX = 3_000_000;

type Params = Record<string, string>;

/** 美团's calls about stock and prices, by their path. @source docs/domain/channels.md#limits-of-stock-and-price-calls */
export const MEITUAN_FIGURE_APIS: Record<string, (desk: FigureDesk, params: Params) => string> = {
  "retail/sku/stock": (desk, params) => tell("stock", desk, params),
  "retail/sku/price": (desk, params) => tell("price", desk, params),
  "retail/list": list,
};

function tell(kind: FigureKind, desk: FigureDesk, params: Params): string {
  const shop = params.app_poi_code ?? "";
  if (!desk.window.hasShop(shop)) return ng(803);
  const rows = rowsOf(params.food_data ?? "", kind);
  if (rows === null || rows.length === 0 || rows.length > ROWS_MAX) return ng(705);
  const errors = rows.flatMap((row) => tellRow(desk, shop, { kind, row }) ?? []);
  desk.onCall?.(kind, rows.length);
  const isNone = errors.length === rows.length;
  return JSON.stringify({
    result_code: errors.length === 0 ? 1 : isNone ? 3 : 2,
    data: isNone ? "ng" : "ok",
    success_list: [],
    error_list: errors,
  });
}

/** @returns what is said of an article that is not taken */
function tellRow(desk: FigureDesk, shop: string, { kind, row }: { kind: FigureKind; row: Row }) {
  const { app_spu_code, sku_id, text } = row;
  const value = kind === "stock" ? piecesOf(text) : fenOf(text);
  const isKnown = desk.window.hasSku(sku_id);
  if (isKnown && value !== null) {
    desk.window.tell({ account: desk.account, shop, sku: sku_id }, { kind, value, version: null });
    return null;
  }
  const code = isKnown ? 705 : 1015;
  return { app_spu_code, sku_id, code, msg: messageOf(code) };
}

function list(desk: FigureDesk, params: Params): string {
  const shop = params.app_poi_code ?? "";
  if (!desk.window.hasShop(shop)) return ng(803);
  const [offset, limit] = [Number(params.offset ?? 0), Number(params.limit ?? ROWS_MAX)];
  if (!(offset >= 0 && limit >= 1 && limit <= ROWS_MAX)) return ng(705);
  const page = desk.window.page({ account: desk.account, shop }, { from: offset, count: limit });
  desk.onCall?.("list", page.length);
  return JSON.stringify({
    data: page.map(({ sku, figures }) => listedFood(sku, figures)),
    extra_info: { total_count: desk.window.skuCount },
  });
}

/** The articles of a product are JSON in a string, as 美团 gives them; stock never told is "". */
function listedFood(sku: string, { stock, priceFen }: ShownFigures) {
  const price = priceFen === null ? "" : (priceFen / 100).toFixed(2);
  return {
    app_spu_code: sku,
    name: sku,
    is_sold_out: stock === 0 ? 1 : 0,
    skus: JSON.stringify([{ sku_id: sku, stock: stock === null ? "" : String(stock), price }]),
  };
}

type Row = { app_spu_code: string; sku_id: string; text: string };

function rowsOf(text: string, kind: FigureKind): Row[] | null {
  try {
    const foods = JSON.parse(text) as {
      app_spu_code: string;
      skus: { sku_id: string; stock?: unknown; price?: unknown }[];
    }[];
    return foods.flatMap((food) =>
      food.skus.map((sku) => ({
        app_spu_code: food.app_spu_code,
        sku_id: sku.sku_id,
        text: String(sku[kind]),
      })),
    );
  } catch {
    return null;
  }
}

function piecesOf(text: string): number | null {
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}

function fenOf(text: string): number | null {
  const match = /^(\d{1,5})(?:\.(\d{1,2}))?$/.exec(text);
  const fen = match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
  return fen !== null && fen <= PRICE_FEN_MAX ? fen : null;
}
