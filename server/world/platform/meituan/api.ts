import { storeOfShopCode } from "@/server/domain/demo/accounts";
import type { LiveOrder } from "@/server/world/life/live-order";
import type { PlatformDeps } from "../deps";
import { type MeituanCall, meituanOk, ng } from "./door";
import { encodeMeituanOrder } from "./order";
import { meituanRefundDetail } from "./push";

const STATUS = { new: 2, accepted: 4, delivering: 4, completed: 8, cancelled: 9 } as const;

type Handler = (deps: PlatformDeps, params: Record<string, string>) => string;

const HANDLERS: Record<string, Handler> = {
  "order/confirm": withOrder((deps, live) => (deps.life.accept(live) ? meituanOk() : ng(808))),
  "order/cancel": withOrder((deps, live) => {
    if (live.phase === "completed") return ng(1022);
    return deps.life.cancel(live, "merchant") ? meituanOk() : ng(808);
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
    live.phase === "accepted" || live.phase === "delivering" ? meituanOk() : ng(808),
  ),
  "ecommerce/order/logistics/sync": withOrder((deps, live, params) => {
    if (live.order.deliveryOwner === "platform") return ng(1038);
    if (params.logistics_status === "20") deps.life.delivering(live);
    if (params.logistics_status === "40") deps.life.complete(live);
    return meituanOk();
  }),
  "ecommerce/order/getOrderRefundDetail": (deps, { wm_order_id_view: id }) => {
    if (id === undefined) return ng(701);
    const live = deps.ledger.find("meituan", id);
    if (live === null) return ng(806);
    const data = live.refund === null ? [] : [meituanRefundDetail(live.order, live.refund)];
    return bareIds(JSON.stringify({ data }));
  },
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
    const live = deps.ledger.findByDaySeq("meituan", {
      day: dashed,
      storeCode: store,
      daySeq: Number(params.day_seq),
    });
    if (live === null) return ng(806);
    return bareIds(JSON.stringify({ data: { order_id: live.order.externalNo } }));
  },
};

/**
 * What 美团 answers about orders to a call that was let in; always with HTTP 200.
 *
 * @returns null for an API that there is not
 * @source docs/domain/channels.md#meituan-calls
 */
export function answerMeituan(deps: PlatformDeps, call: MeituanCall): string | null {
  const handler = Object.hasOwn(HANDLERS, call.api) ? HANDLERS[call.api] : undefined;
  if (handler === undefined) return null;
  return deps.mayCall(call.api) ? handler(deps, call.params) : ng(711);
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

/** Order ids leave as bare 19-digit numbers, which a careless JSON.parse rounds: as the platform does it. */
function bareIds(json: string): string {
  return json.replace(/"(order_id|wm_order_id_view)":"(\d+)"/g, '"$1":$2');
}
