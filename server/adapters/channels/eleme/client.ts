import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import type { ChannelClient, RecentOrder } from "@/server/ports/channel";
import { asArray, asObject, type JsonObject } from "../parse-json";
import { callEleme } from "./call";

const PAGE_SIZE = 100;
const PAGES_MAX = 50;

/** Calls to Ele.me retail. @source docs/domain/channels.md#eleme-calls */
export function elemeClient(account: Account, secret: string): ChannelClient {
  const call = (cmd: string, body: JsonObject) => callEleme(account, secret, { cmd, body });
  return {
    detail: async (externalNo) => {
      const data = asObject((await call("order.get", { order_id: externalNo })).data);
      // What was given back stands in an answer of its own; the push that tells of it names no amount.
      if (hasPartRefund(data)) {
        const refunds = asObject(
          (await call("order.partrefund.get", { order_id: externalNo })).data,
        );
        data.part_refund = { ...refunds, asked_at: Math.floor(Date.now() / 1000) };
      }
      const shop = asObject(data.shop);
      const storeKey = optionalText(shop.baidu_shop_id) || optionalText(shop.id) || null;
      return { topic: "detail", storeKey, body: Buffer.from(JSON.stringify(data), "utf8") };
    },
    confirm: async (externalNo) => void (await call("order.confirm", { order_id: externalNo })),
    cancel: async (externalNo, reason) =>
      void (await call("order.cancel", { order_id: externalNo, type: 3, reason })),
    recent: (_shops, { fromMs, toMs }) => recent(call, fromMs, toMs),
  };
}

function hasPartRefund(data: JsonObject): boolean {
  const order = asObject(data.order);
  return Number(order.order_flag) === 1 || asObject(order.ext).part_refund !== undefined;
}

type Call = (cmd: string, body: JsonObject) => Promise<JsonObject>;

async function recent(call: Call, fromMs: number, toMs: number): Promise<RecentOrder[]> {
  const found: RecentOrder[] = [];
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const window = { start_time: Math.floor(fromMs / 1000), end_time: Math.ceil(toMs / 1000) };
    const data = asObject(
      (await call("order.list", { ...window, page, page_size: PAGE_SIZE })).data,
    );
    const list = asArray(data.list).map(asObject);
    found.push(
      ...list.map((o) => ({ externalNo: optionalText(o.order_id) })).filter((o) => o.externalNo),
    );
    if (list.length < PAGE_SIZE) break;
  }
  return found;
}
