import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import type {
  Figure,
  FigureClient,
  FigureKind,
  FigureLimits,
  FigureRefusal,
  ListedFigure,
} from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import { STOCK_MAX, siftFigures } from "../figure-bounds";
import { asArray, asObject, type Json, type JsonObject } from "../parse-json";
import { callEleme } from "./call";

/**
 * A hundred pairs a call. How many calls is not documented: an account that is told "too often" gets its own
 * setting.
 *
 * @source docs/domain/channels.md#limits-of-stock-and-price-calls
 */
export const ELEME_FIGURES: FigureLimits = { batch: 100, callsPerSecond: 5, settleMs: 1_000 };

const PAGE_SIZE = 100;
const COMMANDS: Record<FigureKind, string> = {
  stock: "sku.stock.update.batch",
  price: "sku.price.update.batch",
};

/** Stock and prices as 饿了么零售 shows them; prices are fen there too. @source docs/domain/channels.md#eleme-calls */
export function elemeFigures(account: Account, secret: string): FigureClient {
  return {
    publish: async (kind, shop, figures) => {
      // Pairs are joined with these two signs: an id that has one would change its neighbours' numbers.
      const { fit, refused } = siftFigures(figures, ({ externalSku }) =>
        externalSku === "" || /[:;]/.test(externalSku) ? "商品编码为空或含有 : 或 ;" : null,
      );
      if (fit.length === 0) return refused;
      const answer = await callEleme(account, secret, {
        cmd: COMMANDS[kind],
        body: {
          platform_shop_id: shop,
          custom_sku_id: fit.map(pairOf(kind)).join(";"),
        },
      });
      return [...refused, ...refusalsIn(answer, fit)];
    },
    listed: async (shop, page) => {
      const nth = page === null ? 1 : Number(page);
      const data = asObject(
        (
          await callEleme(account, secret, {
            cmd: "sku.list",
            body: {
              platform_shop_id: shop,
              page: nth,
              pagesize: PAGE_SIZE,
            },
          })
        ).data,
      );
      const rows = asArray(data.list).map(asObject).flatMap(readListed);
      return { rows, next: nth < Number(data.pages) ? String(nth + 1) : null };
    },
  };
}

const pairOf = (kind: FigureKind) => (figure: Figure) =>
  `${figure.externalSku}:${kind === "stock" ? Math.min(STOCK_MAX, figure.value) : figure.value}`;

/** @throws PortError malformed when a row that failed is none of those sent: nobody can say then what holds */
function refusalsIn(answer: JsonObject, sent: readonly Figure[]): FigureRefusal[] {
  const known = new Set(sent.map((figure) => figure.externalSku));
  return asArray(asObject(answer.data).fail_list)
    .map(asObject)
    .map((row) => {
      const externalSku = optionalText(row.custom_sku_id);
      if (!known.has(externalSku))
        throw new PortError("malformed", `fail_list names ${externalSku.slice(0, 64)}, not sent`);
      return { externalSku, code: optionalText(row.error_no), text: optionalText(row.error_msg) };
    });
}

function readListed(sku: JsonObject): ListedFigure[] {
  const externalSku = optionalText(sku.custom_sku_id);
  if (externalSku === "") return [];
  return [{ externalSku, stock: wholeOf(sku.left_num), priceFen: wholeOf(sku.sale_price) }];
}

function wholeOf(value: Json | undefined): number | null {
  const text = optionalText(value);
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}
