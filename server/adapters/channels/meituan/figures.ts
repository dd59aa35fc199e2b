import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import type {
  Figure,
  FigureClient,
  FigureKind,
  FigureLimits,
  FigureRefusal,
} from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import { STOCK_MAX, siftFigures } from "../figure-bounds";
import { asArray, asObject, type JsonObject } from "../parse-json";
import { callError, sendMeituan, wholeAnswer } from "./call";
import { readListed } from "./listed";

/**
 * The settling time is how long a gateway may hold a call before it gives it up.
 *
 * @source docs/domain/channels.md#limits-of-stock-and-price-calls
 */
export const MEITUAN_FIGURES: FigureLimits = { batch: 200, callsPerSecond: 10, settleMs: 1_000 };

const PRICE_FEN_MAX = 3_000_000;
const PAGE_SIZE = 200;
const PATHS: Record<FigureKind, string> = {
  stock: "retail/sku/stock",
  price: "retail/sku/price",
};
/** Codes that say "not now" of the call, even where they stand beside one article. */
const OF_THE_CALL: ReadonlySet<string> = new Set(["700", "702", "703", "711"]);

/** Stock and prices as Meituan shows them. @source docs/domain/channels.md#meituan-calls */
export function meituanFigures(account: Account, secret: string): FigureClient {
  return {
    publish: async (kind, shop, figures) => {
      const { fit, refused } = siftFigures(figures, (figure) =>
        kind === "price" && figure.value > PRICE_FEN_MAX ? "价格超过 30000.00 元" : null,
      );
      if (fit.length === 0) return refused;
      const params = { app_poi_code: shop, food_data: JSON.stringify(fit.map(foodOf(kind))) };
      const answer = await sendMeituan(account, secret, { path: PATHS[kind], params, post: true });
      return [...refused, ...refusalsIn(answer, fit)];
    },
    listed: async (shop, page) => {
      const offset = page === null ? 0 : Number(page);
      const params = { app_poi_code: shop, offset: String(offset), limit: String(PAGE_SIZE) };
      const answer = wholeAnswer(
        await sendMeituan(account, secret, { path: "retail/list", params }),
      );
      const foods = asArray(answer.data).map(asObject);
      const next = foods.length < PAGE_SIZE ? null : String(offset + PAGE_SIZE);
      return { rows: foods.flatMap(readListed), next };
    },
  };
}

const foodOf = (kind: FigureKind) => (figure: Figure) => ({
  app_spu_code: figure.externalSku,
  skus: [{ sku_id: figure.externalSku, [kind]: shown(kind, figure.value) }],
});

function shown(kind: FigureKind, value: number): string {
  if (kind === "stock") return String(Math.min(STOCK_MAX, value));
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
}

/**
 * Articles that were not taken, where the rest were.
 *
 * @throws PortError when the call failed as a whole, or does not say for which articles
 */
function refusalsIn(answer: JsonObject, sent: readonly Figure[]): FigureRefusal[] {
  const rows = asArray(answer.error_list).map(asObject);
  if (rows.length === 0) {
    if (wholeAnswer(answer).data !== "ok") throw new PortError("malformed", "no data: ok");
    return [];
  }
  const known = new Set(sent.map((figure) => figure.externalSku));
  const refusals = rows.map((row) => ({
    externalSku: optionalText(row.sku_id) || optionalText(row.app_spu_code),
    code: optionalText(row.code),
    text: optionalText(row.msg),
  }));
  const isOfArticles =
    (answer.result_code === 2 || answer.result_code === 3) &&
    refusals.every((one) => known.has(one.externalSku) && !OF_THE_CALL.has(one.code));
  if (isOfArticles) return refusals;
  const worst = rows.find((row) => OF_THE_CALL.has(optionalText(row.code))) ?? rows[0] ?? {};
  throw callError(worst);
}
