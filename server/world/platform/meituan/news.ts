import type { CancelledBy, LiveOrder } from "@/server/world/life/live-order";
import type { WorldOrder } from "@/server/world/orders/order";
import type { Happening, Word } from "../world-platform";
import { encodeMeituanOrder } from "./order";
import {
  encodeMeituanPush,
  type MeituanKind,
  meituanCancelled,
  meituanCompleted,
  meituanDelivery,
  meituanRefund,
} from "./push";

const REASONS: Record<
  CancelledBy,
  { code: string; reason: string; by: "user" | "system" | "api" }
> = {
  user: { code: "1103", reason: "用户申请取消", by: "user" },
  timeout: { code: "1001", reason: "超时未确认", by: "system" },
  merchant: { code: "2007", reason: "商家取消", by: "api" },
};
const RIDER_STEP = { accepted: 10, atShop: 15, pickedUp: 20, delivered: 40 } as const;

const word = (kind: MeituanKind, params: Record<string, string>): Word => ({
  topic: kind,
  write: (sender, nowMs) => encodeMeituanPush({ kind, params, nowMs }, sender),
});

/** The whole order, as of the moment it leaves. */
export const meituanAnnounce = (order: WorldOrder, isDegraded: boolean): Word => ({
  topic: "order-paid",
  write: (sender, nowMs) => {
    const params = encodeMeituanOrder(order, { status: 2, isDegraded, nowMs });
    return encodeMeituanPush({ kind: "order-paid", params, nowMs }, sender);
  },
});

/** What 美团 tells of an order. @source docs/domain/channels.md#meituan-pushes */
export function meituanNews({ order }: LiveOrder, what: Happening, atMs: number): Word[] {
  switch (what.kind) {
    case "accepted": {
      const params = encodeMeituanOrder(order, { status: 4, isDegraded: false, nowMs: atMs });
      return [word("order-confirmed", params)];
    }
    case "cancelled": {
      const cancelled = word("order-cancelled", meituanCancelled(order, REASONS[what.by]));
      // Once the merchant has accepted, a user cancels by asking for all the money back.
      if (!what.wasAccepted || what.by !== "user") return [cancelled];
      const refund = (step: "apply" | "agree") =>
        word("refund-full", meituanRefund(order, null, { step, atMs }));
      return [refund("apply"), refund("agree"), cancelled];
    }
    case "completed":
      return [word("order-completed", meituanCompleted(order, atMs))];
    case "refunded":
      return (["apply", "agree"] as const).map((step) =>
        word("refund-partial", meituanRefund(order, what.refund, { step, atMs })),
      );
    case "ridden": {
      const { step, name, phone } = what;
      const params = meituanDelivery(order, RIDER_STEP[step], { atMs, name, phone });
      return [word("delivery-status", params)];
    }
  }
}
