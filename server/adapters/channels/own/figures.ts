import { randomUUID } from "node:crypto";
import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import type {
  Figure,
  FigureClient,
  FigureKind,
  FigureLimits,
  ListedFigure,
} from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import { siftFigures } from "../figure-bounds";
import { asArray, asObject, type Json, type JsonObject } from "../parse-json";
import { callOwn } from "./call";

/** The receiver compares versions, so nothing has to settle before the next number of an article goes out. */
export const OWN_FIGURES: FigureLimits = { batch: 500, callsPerSecond: 20, settleMs: 0 };

const EVENTS: Record<FigureKind, string> = { stock: "stock.changed", price: "price.changed" };

/**
 * Stock and prices for a system on our own contract. A number that is older than the one it has is passed over there.
 *
 * @source docs/domain/channels.md#own-figures
 */
export function ownFigures(account: Account, secret: string): FigureClient {
  return {
    publish: async (kind, shop, figures) => {
      const { fit, refused } = siftFigures(figures, () => null);
      if (fit.length === 0) return refused;
      const answer = await callOwn(account, secret, {
        path: "/figures",
        body: {
          event: EVENTS[kind],
          event_id: randomUUID(),
          occurred_at: new Date().toISOString(),
          store_code: shop,
          items: fit.map(itemOf(kind)),
        },
      });
      const told = asArray(answer.refused).map(asObject);
      return [...refused, ...told.map(refusalOf)];
    },
    listed: async (shop, page) => {
      const query = new URLSearchParams({ store_code: shop, after: page ?? "" });
      const answer = await callOwn(account, secret, { path: `/figures?${query}`, body: null });
      if (!Array.isArray(answer.items)) throw new PortError("malformed", "no items");
      const rows = asArray(answer.items).map(asObject).flatMap(readListed);
      return { rows, next: optionalText(answer.next) || null };
    },
  };
}

const itemOf = (kind: FigureKind) => (figure: Figure) => ({
  sku_code: figure.externalSku,
  [kind === "stock" ? "qty" : "price_fen"]: figure.value,
  version: figure.version,
});

const refusalOf = (row: JsonObject) => ({
  externalSku: optionalText(row.sku_code),
  code: optionalText(row.code),
  text: optionalText(row.message),
});

function readListed(item: JsonObject): ListedFigure[] {
  const externalSku = optionalText(item.sku_code);
  if (externalSku === "") return [];
  return [{ externalSku, stock: wholeOf(item.qty), priceFen: wholeOf(item.price_fen) }];
}

function wholeOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
