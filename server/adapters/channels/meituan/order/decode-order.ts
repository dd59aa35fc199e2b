import { toGcj02 } from "@/server/adapters/channels/coordinates";
import { findOwner, type ToldOwner } from "@/server/adapters/channels/delivery-owner";
import type { Form } from "@/server/adapters/channels/form";
import { entryOf } from "@/server/adapters/channels/parse-json";
import type { Account } from "@/server/domain/channels/account";
import { bookedFrom } from "@/server/domain/channels/booked";
import type { ChannelOrder } from "@/server/domain/channels/message";
import { FieldError, optionalText, readText, WRITTEN_MAX } from "@/server/domain/channels/reading";
import {
  assumedOf,
  clockOf,
  daySeqOf,
  isLeftOut,
  UNTOLD,
  wishedAt,
} from "@/server/domain/channels/unset";
import { readMoney } from "./decode-money";

const TRADE: Record<string, ChannelOrder["trade"]> = {
  "1": "pending_payment",
  "2": "paid",
  "3": "paid",
  "4": "accepted",
  "6": "accepted",
  "8": "completed",
  "9": "cancelled",
};

/** Codes with which the merchant's own riders carry; every other one is a rider of Meituan's. */
const SELF_CODES = new Set(["0000", "0002", "0016", "0033", "00009002", "00009003", "999", "5001"]);

/**
 * A Meituan order in our words.
 *
 * @throws FieldError naming Meituan's field
 * @source docs/domain/channels.md#meituan-order
 */
export function readMeituanOrder(form: Form, account: Account): ChannelOrder {
  const status = readText(form.status, "status", 4);
  const trade = entryOf(TRADE, status);
  if (!trade) throw new FieldError("BAD_FIELD", "status", `美团没有这个状态：${status}`);
  const point = toGcj02(Number(form.longitude), Number(form.latitude), "");
  const placedAt = clockOf([form.ctime, form.timestamp], "ctime");
  const versionAt = clockOf([form.utime, form.timestamp], "utime");
  const wished = wishedAt(form.delivery_time, "delivery_time");
  const { owner, fields, doubt } = findOwner(toldOwner(form), account);
  const { unsaid, ...money } = readMoney(form, account);
  return {
    externalNo: readText(form.order_id, "order_id", 32),
    daySeq: daySeqOf(form.day_seq, "day_seq"),
    storeKey: readText(form.app_poi_code, "app_poi_code", 128),
    trade,
    deliveryOwner: owner,
    placedAt,
    paidAt: trade === "pending_payment" ? null : placedAt,
    promiseFrom: wished === null ? null : bookedFrom(wished),
    promiseAt: wished ?? wishedAt(form.estimate_arrival_time, "estimate_arrival_time"),
    buyerName: optionalText(form.recipient_name, WRITTEN_MAX.name),
    buyerPhone: optionalText(form.recipient_phone, WRITTEN_MAX.phone),
    address: {
      text: optionalText(form.recipient_address, WRITTEN_MAX.address),
      lngE6: point?.lngE6 ?? null,
      latE6: point?.latE6 ?? null,
    },
    ...money,
    remark: optionalText(form.caution, WRITTEN_MAX.remark),
    tags: form.is_pre_sale_order === "true" ? ["presale"] : [],
    versionAt: versionAt === UNTOLD ? placedAt : versionAt,
    degraded: form.incmp_code === "-1",
    assumed: assumedOf([...fields, ...unsaid, ...(placedAt === UNTOLD ? ["ctime"] : [])], doubt),
  };
}

/** Codes of Meituan's own riders. One that is in neither table is not told: new ones come without notice. */
const PLATFORM_CODE =
  /^(?:100[1-4]|2001|2002|2010|3001|3001100[12]|30012002|10039001|40(?:01|11|12)(?:1001|2002)?)$/;

const PICK_TYPE: Record<string, boolean> = { "0": false, "1": true };

/** Meituan sends `pick_type` and `logistics_code` only once the merchant has subscribed to fields 28 and 22. */
function toldOwner(form: Form): ToldOwner {
  const code = form.logistics_code ?? "";
  const isPickup = entryOf(PICK_TYPE, form.pick_type ?? "") ?? null;
  const carrier = SELF_CODES.has(code) ? "self" : PLATFORM_CODE.test(code) ? "platform" : null;
  const missing = [
    ...(isPickup === null ? [untold("pick_type", 28, form.pick_type)] : []),
    ...(carrier === null ? [untold("logistics_code", 22, code)] : []),
  ];
  const [address, remark] = [form.recipient_address ?? "", form.caution ?? ""];
  return { isPickup, carrier, missing, address, remark };
}

/** As people find it in Meituan's console; with its value where that is one nobody taught us. */
const untold = (name: string, subscription: number, value: string | undefined): string =>
  isLeftOut(value)
    ? `${name}（订阅 ${subscription}）`
    : `${name}=${optionalText(value, 16)}（未知取值）`;
