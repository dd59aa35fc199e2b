import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { Rng } from "@/server/domain/kernel/rng";
import type { OrderChannel } from "../orders/order";
import { encodeMeituanOrder } from "../platform/meituan/order";
import { meituanCancelled, meituanCompleted, meituanRefund } from "../platform/meituan/push";
import { encodeOwnCancel, encodeOwnCompleted, encodeOwnRefund } from "../platform/own/order";
import type { ShownGoods } from "../platform/shown-goods";
import type { Outbound } from "../send/outbound";
import type { Stats } from "../stats";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
import { refundOf } from "../wire/refund";
import { eventIdOf } from "../wire/tokens";
import type { Ledger } from "./ledger";
import type { LiveOrder } from "./live-order";

type CancelledBy = "user" | "timeout" | "merchant";

/** What happens to an order after it was placed, and who is told. Every step may be asked for twice. */
export type Lifecycle = {
  /** The order exists from here on; its fate is scheduled. */
  begin(live: LiveOrder): void;
  /** @returns false when it can't be accepted any more */
  accept(live: LiveOrder): boolean;
  /** @returns false when it is over already */
  cancel(live: LiveOrder, by: CancelledBy): boolean;
  delivering(live: LiveOrder): void;
  complete(live: LiveOrder): void;
};

export type LifecycleDeps = {
  clock: WorldClock;
  agenda: Agenda;
  ledger: Ledger;
  outbound: Outbound;
  stats: Stats;
  rng: Rng;
  /** The platform cancels what nobody accepted; 0 never does. */
  acceptMs: number;
  /** Told when a platform order waits for the platform's rider. */
  onAccepted?: (live: LiveOrder) => void;
  /** What platforms show: an order takes its pieces, a cancelled one that nobody accepted gives them back. */
  shown?: Pick<ShownGoods, "take" | "giveBack">;
  /** A platform in outage cancels nothing: its clock stands. */
  isDown?: (channel: OrderChannel) => boolean;
};

const TILL_MS = 40_000;

const REASONS: Record<
  CancelledBy,
  { code: string; reason: string; by: "user" | "system" | "api" }
> = {
  user: { code: "1103", reason: "用户申请取消", by: "user" },
  timeout: { code: "1001", reason: "超时未确认", by: "system" },
  merchant: { code: "2007", reason: "商家取消", by: "api" },
};

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const { agenda, ledger, stats } = deps;
  const life: Lifecycle = {
    begin: (live) => {
      ledger.add(live);
      deps.shown?.take(live.order);
      stats.channels[live.order.channel].unique += 1;
      if (live.order.channel !== "group") scheduleAnnouncements(deps, live);
      if (live.fate.cancelAfterMs !== null) {
        agenda.after(live.fate.cancelAfterMs, () => life.cancel(live, "user"));
      }
      // A sale at the till is over when the customer has left, whatever anybody does.
      if (live.order.channel === "pos") {
        agenda.after(TILL_MS + live.fate.holdMs, () => life.complete(live));
      }
      if (isPlatform(live) && deps.acceptMs > 0) {
        agenda.after(deps.acceptMs, () => cancelUnaccepted(deps, life, live));
      }
    },
    accept: (live) => {
      if (live.phase !== "new") return false;
      live.phase = "accepted";
      tellAccepted(deps, live);
      deps.onAccepted?.(live);
      return true;
    },
    cancel: (live, by) => {
      if (live.phase !== "new" && live.phase !== "accepted") return false;
      const wasAccepted = live.phase === "accepted";
      end(deps, live, "cancelled");
      if (!wasAccepted) deps.shown?.giveBack(live.order);
      stats.cancelled += 1;
      tellCancelled(deps, live, { by, wasAccepted });
      return true;
    },
    delivering: (live) => {
      if (live.phase === "new" || live.phase === "accepted") live.phase = "delivering";
    },
    complete: (live) => {
      if (live.phase === "completed" || live.phase === "cancelled") return;
      end(deps, live, "completed");
      stats.completed += 1;
      tellCompleted(deps, live);
      if (live.fate.isRefunded) {
        agenda.after(20_000 + deps.rng.int(60_000), () => tellRefunded(deps, live));
      }
    },
  };
  return life;
}

function cancelUnaccepted(deps: LifecycleDeps, life: Lifecycle, live: LiveOrder): void {
  if (live.phase !== "new") return;
  if (deps.isDown?.(live.order.channel)) {
    deps.agenda.after(deps.acceptMs, () => cancelUnaccepted(deps, life, live));
  } else life.cancel(live, "timeout");
}

function end(deps: LifecycleDeps, live: LiveOrder, phase: "completed" | "cancelled"): void {
  live.phase = phase;
  live.endedSimMs = deps.clock.simMs();
}

function isPlatform(live: LiveOrder): boolean {
  return live.order.channel === "meituan" || live.order.channel === "eleme";
}

function scheduleAnnouncements(deps: LifecycleDeps, live: LiveOrder): void {
  if (live.fate.isLost) {
    deps.stats.lostPushes += 1;
    return;
  }
  const { holdMs } = live.fate;
  deps.agenda.after(holdMs, () => deps.outbound.announce(live, false));
  for (const afterMs of live.fate.copiesAfterMs) {
    deps.agenda.after(holdMs + afterMs, () => deps.outbound.announce(live, true));
  }
}

function tellAccepted(deps: LifecycleDeps, live: LiveOrder): void {
  const { order } = live;
  if (order.channel === "meituan") {
    const nowMs = deps.clock.wallMs();
    const params = encodeMeituanOrder(order, { status: 4, isDegraded: false, nowMs });
    deps.outbound.meituan(order, "order-confirmed", params);
  }
  if (order.channel === "eleme") elemeStatus(deps, live, 5);
}

function tellCancelled(
  deps: LifecycleDeps,
  live: LiveOrder,
  { by, wasAccepted }: { by: CancelledBy; wasAccepted: boolean },
): void {
  const { order } = live;
  const atMs = deps.clock.wallMs();
  if (order.channel === "meituan") {
    // Once the merchant has accepted, a user cancels by asking for all the money back.
    if (wasAccepted && by === "user") {
      deps.outbound.meituan(
        order,
        "refund-full",
        meituanRefund(order, null, { step: "apply", atMs }),
      );
      deps.outbound.meituan(
        order,
        "refund-full",
        meituanRefund(order, null, { step: "agree", atMs }),
      );
    }
    deps.outbound.meituan(order, "order-cancelled", meituanCancelled(order, REASONS[by]));
  } else if (order.channel === "eleme") {
    if (by === "user") {
      deps.outbound.eleme(order, "order.user.cancel", {
        order_id: order.externalNo,
        platform_shop_id: shopCodeOn("eleme", order.store.code),
        type: 10,
        cancel_reason: REASONS.user.reason,
      });
    }
    elemeStatus(deps, live, 10);
  } else if (order.channel !== "group") {
    deps.outbound.own(
      order,
      encodeOwnCancel(order, eventIdOf(order.externalNo, "cancelled"), atMs),
    );
  }
}

function tellCompleted(deps: LifecycleDeps, live: LiveOrder): void {
  const { order } = live;
  const atMs = deps.clock.wallMs();
  if (order.channel === "meituan") {
    deps.outbound.meituan(order, "order-completed", meituanCompleted(order, atMs));
  } else if (order.channel === "eleme") {
    elemeStatus(deps, live, 9);
  } else if (order.channel !== "group") {
    const id = eventIdOf(order.externalNo, "completed");
    deps.outbound.own(order, encodeOwnCompleted(order, id, atMs));
  }
}

function tellRefunded(deps: LifecycleDeps, live: LiveOrder): void {
  const { order } = live;
  const refund = refundOf(order, deps.rng.int(order.lines.length));
  if (refund.amountFen <= 0 || live.refund !== null) return;
  live.refund = refund;
  deps.stats.refunded += 1;
  const atMs = deps.clock.wallMs();
  if (order.channel === "meituan") {
    for (const step of ["apply", "agree"] as const) {
      deps.outbound.meituan(order, "refund-partial", meituanRefund(order, refund, { step, atMs }));
    }
  } else if (order.channel === "eleme") {
    for (const status of [10, 50])
      deps.outbound.eleme(order, "order.reverse.push", reverse(live, status));
  } else if (order.channel !== "group") {
    const eventId = eventIdOf(order.externalNo, "refund");
    deps.outbound.own(order, encodeOwnRefund(order, refund, { eventId, atMs }));
  }
}

/** 10 applied, 50 success; the amounts are in order.partrefund.get. */
function reverse(live: LiveOrder, status: number): Record<string, unknown> {
  const { order, refund } = live;
  return {
    order_id: order.externalNo,
    refund_order_id: refund?.refundId ?? "",
    platform_shop_id: shopCodeOn("eleme", order.store.code),
    cur_reverse_event: {
      operator_role: status === 10 ? 10 : 40,
      reason_code: 1,
      reason_content: refund?.reason ?? "",
      last_refund_status: status === 10 ? 0 : 10,
      refund_status: status,
      return_goods_status: 0,
    },
  };
}

function elemeStatus(deps: LifecycleDeps, live: LiveOrder, status: 5 | 9 | 10): void {
  deps.outbound.eleme(live.order, "order.status.push", {
    order_id: live.order.externalNo,
    platform_shop_id: shopCodeOn("eleme", live.order.store.code),
    status,
  });
}
