import { demoCity } from "@/server/domain/demo/city";
import type { FollowUp, Wish } from "../orders/follow-ups";
import { orderGenerator } from "../orders/generator";
import type { OrderChannel, WorldOrder } from "../orders/order";
import { platformOn } from "../platform/platforms";
import { newOrderRequest } from "../wire/new-order";
import type { WireRequest } from "../wire/request";

type SignedOrder = WireRequest & {
  account: string;
  channel: OrderChannel;
  externalNo: string;
};

type SignedOrders = {
  /** One more new order, signed as of `nowMs`. */
  next(nowMs: number): SignedOrder;
  /** The detail of an order whose push names its number only; null when it is another, unknown or long ago. */
  detailOf(externalNo: string): Record<string, unknown> | null;
};

/** A follow-up comes so many orders later, where the world would let minutes pass. */
const FOLLOW_UP_MS_PER_ORDER = 1_500;
const DETAILS_KEPT = 50_000;
/** Bookkeeping of merges still to come stays small at any rate. */
const WAITING_MAX = 5_000;

/**
 * Ready-to-send new orders over app, mini, pos, 美团 and 饿了么 in the demo's proportions, for load.
 *
 * The same seed gives the same orders; external numbers also hold the second of the first call, so that a second run
 * against the same database is new.
 */
export function signedOrderRequests(
  seed: number,
  callbackBase: string,
  secrets: Readonly<Record<string, string>>,
): SignedOrders {
  const kept = new Map<string, WorldOrder>();
  const signing = { secrets, callbackBase };
  let draw: ((nowMs: number) => WorldOrder) | null = null;
  return {
    next: (nowMs) => {
      draw ??= drawer(seed, nowMs);
      const order = draw(nowMs);
      if (platformOn(order.channel).detail) keep(kept, order);
      return {
        ...newOrderRequest(order, signing, { nowMs, isDegraded: false }),
        account: order.account,
        channel: order.channel,
        externalNo: order.externalNo,
      };
    },
    detailOf: (externalNo) => {
      const order = kept.get(externalNo);
      return order ? (platformOn(order.channel).detail?.(order) ?? null) : null;
    },
  };
}

function drawer(seed: number, startMs: number): (nowMs: number) => WorldOrder {
  const isOpen = (channel: OrderChannel): boolean => channel !== "group";
  const generator = orderGenerator({ city: demoCity(seed), seed, startMs, isOpen });
  const waiting = new Map<number, Wish>();
  let count = 0;
  const put = (wish: FollowUp): void => {
    if (waiting.size >= WAITING_MAX) return;
    let due = count + Math.ceil(wish.afterMs / FOLLOW_UP_MS_PER_ORDER);
    while (waiting.has(due)) due += 1;
    waiting.set(due, wish);
  };
  return (nowMs) => {
    count += 1;
    const wish = waiting.get(count);
    waiting.delete(count);
    const { order, followUps } = generator.order(nowMs, wish);
    for (const one of followUps) put(one);
    return order;
  };
}

function keep(kept: Map<string, WorldOrder>, order: WorldOrder): void {
  kept.set(order.externalNo, order);
  if (kept.size <= DETAILS_KEPT) return;
  const oldest = kept.keys().next();
  if (!oldest.done) kept.delete(oldest.value);
}
