import { meituanSign } from "@/server/adapters/channels/meituan/sign";
import { storeOfShopCode } from "@/server/domain/demo/accounts";
import type { LiveOrder } from "../live-order";
import { encodeMeituanOrder } from "../wire/meituan-order";
import { type PlatformDeps, SKEW_SECONDS_MAX } from "./deps";

/** A call as it arrived: path below /api/v1/, all parameters decoded once, the address as we were called. */
export type MeituanCall = { api: string; url: string; params: Record<string, string> };

const STOCK_MAX = 200;
const STATUS = { new: 2, accepted: 4, delivering: 4, completed: 8, cancelled: 9 } as const;
const MESSAGES: Record<number, string> = {
  701: "缺少参数",
  702: "app_id不存在",
  703: "签名验证错误",
  705: "参数格式错误",
  711: "触发流控",
  803: "不存在此门店",
  806: "不存在此订单",
  808: "操作失败,订单状态已变更",
  1022: "订单已完成,不能取消",
  1038: "非自配送订单",
};

type Handler = (deps: PlatformDeps, params: Record<string, string>) => string;

const HANDLERS: Record<string, Handler> = {
  "order/confirm": withOrder((deps, live) => (deps.life.accept(live) ? OK() : ng(808))),
  "order/cancel": withOrder((deps, live) => {
    if (live.phase === "completed") return ng(1022);
    return deps.life.cancel(live, "merchant") ? OK() : ng(808);
  }),
  "order/getOrderDetail": withOrder((deps, live) => {
    live.reads += 1;
    const isDegraded = live.fate.isDegraded && live.reads < 2;
    const state = { status: STATUS[live.phase], isDegraded, nowMs: deps.wallMs() };
    return bareIds(JSON.stringify({ data: encodeMeituanOrder(live.order, state) }));
  }),
  "order/viewstatus": withOrder((_, live) =>
    bareIds(
      JSON.stringify({ data: { order_id: live.order.externalNo, status: STATUS[live.phase] } }),
    ),
  ),
  "order/preparationMealComplete": withOrder((_, live) =>
    live.phase === "accepted" || live.phase === "delivering" ? OK() : ng(808),
  ),
  "ecommerce/order/logistics/sync": withOrder((deps, live, params) => {
    if (live.order.deliveryOwner === "platform") return ng(1038);
    if (params.logistics_status === "20") deps.life.delivering(live);
    if (params.logistics_status === "40") deps.life.complete(live);
    return OK();
  }),
  "order/getOrderDaySeq": (deps, params) => {
    const store = storeOfShopCode("meituan", params.app_poi_code ?? "");
    if (store === null) return ng(803);
    const daySeq = deps.numbers.latestDaySeq("meituan", store, deps.wallMs());
    return JSON.stringify({ data: { day_seq: daySeq } });
  },
  "order/getOrderIdByDaySeq": (deps, params) => {
    const store = storeOfShopCode("meituan", params.app_poi_code ?? "");
    const day = /^\d{8}$/.test(params.date_time ?? "") ? (params.date_time ?? "") : null;
    if (store === null) return ng(803);
    if (day === null) return ng(705);
    const dashed = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    const live = deps.ledger.findByDaySeq(dashed, store, Number(params.day_seq));
    if (live === null) return ng(806);
    return bareIds(JSON.stringify({ data: { order_id: live.order.externalNo } }));
  },
  "retail/sku/stock": setStock,
};

/** What 美团 answers; always with HTTP 200. @source reference/channels.md §2.4 */
export function answerMeituan(deps: PlatformDeps, call: MeituanCall): string {
  const { app_id, timestamp, sig } = call.params;
  if (app_id === undefined || timestamp === undefined || sig === undefined) return ng(701);
  if (app_id !== deps.appId) return ng(702);
  const skew = Math.abs(deps.wallMs() / 1_000 - Number(timestamp));
  const isSigned = meituanSign(call.url, call.params, deps.secret) === sig;
  if (!isSigned || !(skew <= SKEW_SECONDS_MAX)) return ng(703);
  const handler = HANDLERS[call.api];
  if (handler === undefined) return ng(705);
  if (!deps.mayCall(call.api)) return ng(711);
  return handler(deps, call.params);
}

function withOrder(
  handle: (deps: PlatformDeps, live: LiveOrder, params: Record<string, string>) => string,
): Handler {
  return (deps, params) => {
    if (params.order_id === undefined) return ng(701);
    const live = deps.ledger.find("meituan", params.order_id);
    return live === null ? ng(806) : handle(deps, live, params);
  };
}

function setStock(deps: PlatformDeps, params: Record<string, string>): string {
  if (storeOfShopCode("meituan", params.app_poi_code ?? "") === null) return ng(803);
  const skus = stockRows(params.food_data ?? "");
  if (skus === null || skus.length === 0 || skus.length > STOCK_MAX) return ng(705);
  const wrong = skus.filter((row) => !/^\d{1,5}$/.test(row.stock));
  deps.onStock?.(skus.length - wrong.length);
  return JSON.stringify({
    result_code: wrong.length === 0 ? 1 : wrong.length === skus.length ? 3 : 2,
    data: wrong.length === skus.length ? "ng" : "ok",
    success_list: [],
    error_list: wrong.map((row) => ({ ...row, code: 705, msg: "库存不合法" })),
  });
}

type StockRow = { app_spu_code: string; sku_id: string; stock: string };

function stockRows(text: string): StockRow[] | null {
  try {
    const list = JSON.parse(text) as {
      app_spu_code: string;
      skus: { sku_id: string; stock: unknown }[];
    }[];
    return list.flatMap((food) =>
      food.skus.map((sku) => ({
        app_spu_code: food.app_spu_code,
        sku_id: sku.sku_id,
        stock: String(sku.stock),
      })),
    );
  } catch {
    return null;
  }
}

function OK(): string {
  return '{"data":"ok"}';
}

function ng(code: number): string {
  return JSON.stringify({ data: "ng", error: { code, msg: MESSAGES[code] ?? "系统错误" } });
}

/** Order ids leave as bare 19-digit numbers, which a careless JSON.parse rounds: as the platform does it. */
function bareIds(json: string): string {
  return json.replace(/"(order_id|wm_order_id_view)":"(\d+)"/g, '"$1":$2');
}
