import type { LiveOrder } from "@/server/world/life/live-order";
import { seconds } from "@/server/world/wire/shanghai-time";
import type { PlatformDeps } from "../deps";
import {
  type ElemeBody as Body,
  clamp,
  elemeThrottled,
  fine,
  type ElemeReply as Reply,
  wrong,
} from "./door";
import { elemeLineId, elemeOrderDetail } from "./order";

const STATUS = { new: 1, accepted: 5, delivering: 8, completed: 9, cancelled: 10 } as const;

const HANDLERS: Record<string, (deps: PlatformDeps, body: Body) => Reply> = {
  "order.get": withOrder((_, live) => {
    live.reads += 1;
    const isDegraded = live.fate.isDegraded && live.reads < 2;
    const refundedFen = live.refund?.amountFen ?? 0;
    return fine(
      elemeOrderDetail(live.order, { status: STATUS[live.phase], isDegraded, refundedFen }),
    );
  }),
  "order.status.get": withOrder((_, live) => fine({ status: STATUS[live.phase] })),
  "order.confirm": withOrder((deps, live) =>
    deps.life.accept(live) ? fine() : wrong(20_212, "订单状态已变更"),
  ),
  "order.cancel": withOrder((deps, live) =>
    deps.life.cancel(live, "merchant") ? fine() : wrong(20_212, "订单状态已变更"),
  ),
  "order.pickcomplete": withOrder((_, live) =>
    live.phase === "accepted" || live.phase === "delivering"
      ? fine()
      : wrong(20_212, "订单状态已变更"),
  ),
  "order.sendout": withOrder((deps, live) => {
    deps.life.delivering(live);
    return fine();
  }),
  "order.complete": withOrder((deps, live) => {
    deps.life.complete(live);
    return fine();
  }),
  "order.selfDeliveryStateSync": withOrder(() => fine()),
  "order.partrefund.get": withOrder((_, live) => fine(partRefund(live))),
  "order.list": listOrders,
};

/**
 * What 饿了么零售 answers about orders to a call that was let in.
 *
 * @returns null for a command that there is not
 * @source docs/domain/channels.md#eleme-calls
 */
export function answerEleme(deps: PlatformDeps, cmd: string, body: Body): Reply | null {
  const handler = Object.hasOwn(HANDLERS, cmd) ? HANDLERS[cmd] : undefined;
  if (handler === undefined) return null;
  return deps.mayCall(cmd) ? handler(deps, body) : elemeThrottled();
}

function withOrder(
  handle: (deps: PlatformDeps, live: LiveOrder) => Reply,
): (deps: PlatformDeps, body: Body) => Reply {
  return (deps, body) => {
    const live = deps.ledger.find("eleme", String(body.order_id ?? ""));
    return live === null ? wrong(20_201, "订单不存在") : handle(deps, live);
  };
}

/** Newest state, oldest order first; lost pushes are found here and nowhere else. */
function listOrders(deps: PlatformDeps, body: Body): Reply {
  const fromMs = Number(body.start_time ?? 0) * 1_000;
  const toMs = Number(body.end_time ?? seconds(deps.wallMs())) * 1_000 + 999;
  const size = clamp(Number(body.page_size ?? 20), 1, 100);
  const page = clamp(Number(body.page ?? 1), 1, 100_000);
  const all = deps.ledger.placedBetween("eleme", fromMs, toMs);
  return fine({
    total: all.length,
    page,
    pages: Math.ceil(all.length / size),
    list: all.slice((page - 1) * size, page * size).map(({ order, phase }) => ({
      order_id: order.externalNo,
      order_from: "2",
      order_status: STATUS[phase],
      status: STATUS[phase],
      create_time: seconds(order.placedAtMs),
    })),
  });
}

function partRefund(live: LiveOrder): unknown {
  const { order, refund } = live;
  return {
    refund_price: refund?.amountFen ?? 0,
    total_price: order.amounts.paidFen,
    refund_details: refund
      ? [
          {
            refund_order_id: refund.refundId,
            sub_biz_order_id: elemeLineId(order, refund.line),
            custom_sku_id: refund.line.sku.code,
            number: refund.qty,
            total_refund: refund.amountFen,
          },
        ]
      : [],
    order_details: order.lines.map((line) => ({
      sub_biz_order_id: elemeLineId(order, line),
      custom_sku_id: line.sku.code,
      refundable_quantity: line.qty - (refund?.line === line ? refund.qty : 0),
      refundable_amount: line.paidFen - (refund?.line === line ? refund.amountFen : 0),
    })),
  };
}
