import type { Decoded } from "@/server/domain/channels/message";
import { FieldError, readIso, readText } from "@/server/domain/channels/reading";
import { asArray, asObject, type Json, type JsonObject } from "../parse-json";
import { readOwnOrder } from "./decode-order";
import { type Fields, fieldsOf } from "./fields";

const SALES_MAX = 500;

/**
 * Sales a till made, perhaps days ago and without a line: each is an order that is over, known by its till and receipt.
 * A sale that cannot be read is told to people; the rest of the batch goes on.
 *
 * @throws FieldError when there is no list of sales at all
 * @source reference/channels.md §11
 */
export function readPosSales(json: Json, overrides: Readonly<Record<string, string>>): Decoded[] {
  const sales = asArray(asObject(json).sales);
  if (sales.length === 0) throw new FieldError("MISSING_FIELD", "sales", "至少一笔");
  if (sales.length > SALES_MAX)
    throw new FieldError("BAD_FIELD", "sales", `一批最多 ${SALES_MAX} 笔`);
  return sales.map((sale, i) => readSale(asObject(sale), i, overrides));
}

function readSale(
  sale: JsonObject,
  index: number,
  overrides: Readonly<Record<string, string>>,
): Decoded {
  const fields = fieldsOf(sale, overrides);
  try {
    const soldAt = readIso(fields("sold_at"), "sold_at");
    return { type: "order", order: readOwnOrder(asOrder(fields), soldAt) };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { type: "bad-row", row: index + 1, reason: error.message };
  }
}

/** A sale has the fields of an order but for what every sale has alike. */
function asOrder(fields: Fields): Fields {
  const till = readText(fields("terminal_id"), "terminal_id", 48);
  const receipt = readText(fields("receipt_no"), "receipt_no", 64);
  const same: Record<string, Json> = {
    "order.channel_order_id": `${till}-${receipt}`,
    "order.delivery_mode": "POS",
    "order.status": "COMPLETED",
  };
  return (path) => (Object.hasOwn(same, path) ? same[path] : fields(path));
}
