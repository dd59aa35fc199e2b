import type { ChannelFact } from "@/server/domain/channels";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import { refreshOrder } from "../axes/refresh";
import { emit, parcelsOf, raise } from "../effects";
import { cancelPieces } from "../goods/goods";
import type { Model, OrderState, RefundPart } from "../model";
import { endShared } from "../parcels/end-shared";
import { leaveParcels, piecesByParcel, tellParcels } from "../parcels/leave-parcels";
import { finishIfDone } from "../parcels/parcel-steps";
import { endApplications } from "./applications";
import { owedPieces, payOff } from "./owed";
import { allParts, cappedParts, partsOf } from "./refund-parts";

type RefundFact = Extract<ChannelFact, { kind: "refund" }>;

/** Money goes back; pieces that are still here go back as well. Never more than was paid. */
export function refund(model: Model, order: OrderState, fact: RefundFact): void {
  const before = piecesByParcel(model, order);
  const left = order.paidFen - order.refundedFen;
  const told = fact.full ? allParts(order) : partsOf(order, fact.lines);
  const wanted = wantedFen(fact, told, left);
  const amountFen = asFen(Math.max(0, Math.min(wanted, left)));
  const parts = cappedParts(told, amountFen);
  order.refundedFen = asFen(order.refundedFen + amountFen);
  for (const part of parts) refundLine(model, order, { part, isFull: fact.full });
  const isAll = order.paidFen > 0 ? order.refundedFen === order.paidFen : fact.full;
  // All of the money went back, piece by piece or in one: nothing that is still here goes out.
  if (isAll)
    for (const line of order.lines)
      cancelPieces(model, order, { line, qty: line.unassigned + line.open });
  const why = `订单 ${order.externalNo} 已退款`;
  leaveParcels(model, order, { before, at: fact.at, why });
  endApplications(model, order, { id: fact.refundId, at: fact.at });
  if (isAll) endApplications(model, order, { id: null, at: fact.at });
  refreshOrder(model, order);
  const { refundId, at } = fact;
  payOff(model, order, { amountFen, parts });
  model.effects.refunds.push({ orderId: order.id, refundId, amountFen, at, lines: parts });
  emit(model, order, {
    kind: "order.refunded",
    at,
    payload: { refundId, amountFen, full: isAll },
    actor: "channel",
  });
  tellParcels(model, order, { before, at });
  endShared(model, order, at);
  finishIfDone(model, order, at);
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    refundedFen: amountFen,
  });
  if (isAll) interceptGoods(model, order, at);
  if (wanted > left) {
    const cause = `退款 ${wanted} 分大于可退 ${left} 分`;
    raise(model, order, { at, code: "MONEY_DRIFT", cause, riskFen: wanted - left });
  }
}

/** No amount means all only where all is meant; else it is what the lines make. */
function wantedFen(fact: RefundFact, parts: readonly RefundPart[], left: number): number {
  if (fact.amountFen !== 0) return fact.amountFen;
  return fact.full ? left : parts.reduce((sum, part) => sum + part.amountFen, 0);
}

function refundLine(
  model: Model,
  order: OrderState,
  { part, isFull }: { part: RefundPart; isFull: boolean },
): void {
  const line = order.lines.find((l) => l.lineNo === part.lineNo);
  if (!line) return;
  // What was missing is paid back first: the pieces that are there are not its price.
  const qty = isFull ? part.qty : Math.max(0, part.qty - owedPieces(order, line.lineNo));
  cancelPieces(model, order, { line, qty: Math.min(qty, line.unassigned + line.open) });
  line.refundedFen = asFen(line.refundedFen + part.amountFen);
}

/** All of the money goes back while the goods are under way: somebody has to bring them home. */
function interceptGoods(model: Model, order: OrderState, at: Instant): void {
  const [parcel] = parcelsOf(model, order).filter((p) => p.status === "handed_over");
  if (!parcel || order.trade === "cancelled") return;
  const cause = "已全额退款，但货已交骑手：拦截或返货";
  raise(model, order, {
    at,
    code: "UNDELIVERABLE",
    cause,
    riskFen: order.paidFen,
    parcel,
    minutes: 5,
  });
}
