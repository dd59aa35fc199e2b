import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { LiveOrder } from "@/server/world/life/live-order";
import type { WorldOrder } from "@/server/world/orders/order";
import type { Refund } from "@/server/world/wire/refund";
import { seconds } from "@/server/world/wire/shanghai-time";
import { freshTicket } from "@/server/world/wire/tokens";
import type { Happening, Word } from "../world-platform";
import { encodeElemePush } from "./push";

const RIDER_STEP = { accepted: 7, atShop: 21, pickedUp: 8, delivered: 16 } as const;

const word = (cmd: string, body: Record<string, unknown>): Word => ({
  topic: cmd,
  write: ({ appId, secret }, nowMs) =>
    encodeElemePush(
      { cmd, body: JSON.stringify(body), ticket: freshTicket(), nowMs },
      { source: appId, secret },
    ),
});

const named = (order: WorldOrder) => ({
  order_id: order.externalNo,
  platform_shop_id: shopCodeOn("eleme", order.store.code),
});

/** The number only: the order has to be fetched. */
export const elemeAnnounce = (order: WorldOrder): Word => word("order.create", named(order));

/** What 饿了么 tells of an order. @source docs/domain/channels.md#eleme-pushes */
export function elemeNews({ order }: LiveOrder, what: Happening, atMs: number): Word[] {
  const status = (code: 5 | 9 | 10) => word("order.status.push", { ...named(order), status: code });
  switch (what.kind) {
    case "accepted":
      return [status(5)];
    case "cancelled": {
      if (what.by !== "user") return [status(10)];
      const reason = { ...named(order), type: 10, cancel_reason: "用户申请取消" };
      return [word("order.user.cancel", reason), status(10)];
    }
    case "completed":
      return [status(9)];
    case "refunded":
      return [10, 50].map((code) => word("order.reverse.push", reverse(order, what.refund, code)));
    case "ridden":
      return [
        word("order.deliveryStatus.push", {
          order_id: order.externalNo,
          status: RIDER_STEP[what.step],
          substatus: 0,
          name: what.name,
          phone: what.phone,
          update_time: seconds(atMs),
        }),
      ];
  }
}

/** 10 applied, 50 success; the amounts are in order.partrefund.get. */
function reverse(order: WorldOrder, refund: Refund, status: number): Record<string, unknown> {
  return {
    order_id: order.externalNo,
    refund_order_id: refund.refundId,
    platform_shop_id: shopCodeOn("eleme", order.store.code),
    cur_reverse_event: {
      operator_role: status === 10 ? 10 : 40,
      reason_code: 1,
      reason_content: refund.reason,
      last_refund_status: status === 10 ? 0 : 10,
      refund_status: status,
      return_goods_status: 0,
    },
  };
}
