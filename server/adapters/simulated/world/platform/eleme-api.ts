import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import type { LiveOrder } from "../live-order";
import { elemeLineId, elemeOrderDetail } from "../wire/eleme-order";
import { elemeFields } from "../wire/eleme-push";
import { seconds } from "../wire/shanghai-time";
import { type PlatformDeps, SKEW_SECONDS_MAX } from "./deps";

type Body = Record<string, unknown>;
type Reply = { errno: number | string; error: string; data?: unknown };

const STATUS = { new: 1, accepted: 5, delivering: 8, completed: 9, cancelled: 10 } as const;
const STOCK_MAX = 100;

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
  "sku.stock.update.batch": setStock,
};

/** What 饿了么零售 answers: a signed envelope. @source reference/channels.md §3.1 */
export function answerEleme(deps: PlatformDeps, fields: Record<string, string>): string {
  const { cmd = "", ticket = "", body = "" } = fields;
  const answer = elemeFields(
    {
      cmd: `resp.${cmd}`,
      body: JSON.stringify(replyTo(deps, fields, { cmd, body })),
      ticket,
      nowMs: deps.wallMs(),
    },
    { source: deps.appId, secret: deps.secret },
  );
  return bareIds(answer);
}

function replyTo(
  deps: PlatformDeps,
  fields: Record<string, string>,
  call: { cmd: string; body: string },
): Reply {
  if (fields.source !== deps.appId) return wrong(20_101, "source不存在");
  const skew = Math.abs(deps.wallMs() / 1_000 - Number(fields.timestamp));
  const isSigned = elemeSign(fields, deps.secret) === fields.sign;
  if (!isSigned || !(skew <= SKEW_SECONDS_MAX)) return wrong(20_108, "签名错误");
  const handler = HANDLERS[call.cmd];
  if (handler === undefined) return wrong(20_102, `cmd不存在: ${call.cmd}`);
  if (!deps.mayCall(call.cmd)) return wrong("gw.ISPInvokeError", "请求过于频繁");
  const body = parseBody(call.body);
  return body === null ? wrong(20_103, "body不是JSON") : handler(deps, body);
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

function setStock(deps: PlatformDeps, body: Body): Reply {
  const text = body.skuid_stocks ?? body.upc_stocks ?? body.custom_sku_id;
  if (typeof text !== "string") return wrong(20_103, "缺少库存参数");
  const pairs = text.split(";").filter((pair) => pair !== "");
  if (pairs.length > STOCK_MAX) return wrong(20_103, `一次最多${STOCK_MAX}个`);
  const bad = pairs.filter((pair) => !/^[^:]+:\d{1,5}$/.test(pair));
  if (bad.length > 0) return wrong(20_103, `库存不合法: ${bad[0]}`);
  deps.onStock?.(pairs.length);
  return fine({
    success_list: pairs.map((pair) => ({ custom_sku_id: pair.split(":")[0] })),
    fail_list: [],
  });
}

function fine(data: unknown = true): Reply {
  return { errno: 0, error: "success", data };
}

function wrong(errno: number | string, error: string): Reply {
  return { errno, error };
}

function parseBody(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Body) : null;
  } catch {
    return null;
  }
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Number.isFinite(n) ? n : low));
}

/** The timestamp is a bare number, as in the documents; the sign is over its text either way. */
function bareIds(answer: Record<string, string>): string {
  return JSON.stringify({ ...answer, timestamp: Number(answer.timestamp) });
}
