import {
  asArray,
  asObject,
  type Json,
  type JsonObject,
} from "@/server/adapters/channels/parse-json";
import type { Account } from "@/server/domain/channels/account";
import { shanghaiClock } from "@/server/domain/channels/clock";
import type { Decoded } from "@/server/domain/channels/message";
import { clockIso, FieldError, readText } from "@/server/domain/channels/reading";
import type { Instant } from "@/server/domain/kernel/instant";
import { readOwnOrder } from "../decode-order";
import { type Fields, fieldsOf } from "../fields";

const SALES_MAX = 500;

/**
 * Sales a till made, perhaps days ago and without a line: each is an order that is over, known by its till, the time of
 * sale and the receipt. Receipts begin anew when a till is set back, so that a number alone is of many sales. A sale that cannot be read is told to people; the rest of the batch goes on.
 *
 * @throws FieldError when there is no list of sales at all
 * @source docs/domain/channels.md#till-sales
 */
export function readPosSales(json: Json, account: Account): Decoded[] {
  const sales = asArray(asObject(json).sales);
  if (sales.length === 0) throw new FieldError("MISSING_FIELD", "sales", "至少一笔");
  if (sales.length > SALES_MAX)
    throw new FieldError("BAD_FIELD", "sales", `一批最多 ${SALES_MAX} 笔`);
  return sales.map((sale, i) => readSale(asObject(sale), i, account));
}

function readSale(sale: JsonObject, index: number, account: Account): Decoded {
  const fields = fieldsOf(sale, account.config.fieldOverrides);
  try {
    const soldAt = clockIso(fields("sold_at"), "sold_at");
    const device = readText(fields("terminal_id"), "terminal_id", 48);
    const order = readOwnOrder(asOrder(fields, device, soldAt), soldAt, account);
    return { type: "order", order: { ...order, device } };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { type: "bad-row", row: index + 1, reason: error.message };
  }
}

/**
 * A sale has the fields of an order but for what every sale has alike. Its number ends with the receipt's, which people
 * know; the time in it is the till's own, to the second of Shanghai, however wrong that clock may be.
 */
function asOrder(fields: Fields, till: string, soldAt: Instant): Fields {
  const receipt = readText(fields("receipt_no"), "receipt_no", 64);
  const same: Record<string, Json> = {
    "order.channel_order_id": `${till}-${shanghaiClock(soldAt, true)}-${receipt}`,
    "order.delivery_mode": "POS",
    "order.status": "COMPLETED",
  };
  return (path) => (Object.hasOwn(same, path) ? same[path] : fields(path));
}
