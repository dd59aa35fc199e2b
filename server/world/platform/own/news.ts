import type { LiveOrder } from "@/server/world/life/live-order";
import type { WorldOrder } from "@/server/world/orders/order";
import { eventIdOf, freshNonce } from "@/server/world/wire/tokens";
import type { Happening, Word } from "../world-platform";
import {
  encodeOwnCancel,
  encodeOwnCompleted,
  encodeOwnOrder,
  encodeOwnRefund,
  type OwnEvent,
} from "./order";
import { ownRequest } from "./request";

/** An event of the own contract: the event's id is its idempotency key, the nonce is always new. */
const word = ({ channel }: WorldOrder, event: OwnEvent): Word => ({
  topic: event.event,
  write: ({ account, secret }, nowMs) =>
    ownRequest({
      path: `/api/open/v1/channels/${channel}/orders`,
      body: Buffer.from(JSON.stringify(event)),
      account,
      secret,
      nowMs,
      nonce: freshNonce(),
      extra: { "Idempotency-Key": event.event_id },
    }),
});

export const ownAnnounce = (order: WorldOrder): Word =>
  word(order, encodeOwnOrder(order, eventIdOf(order.externalNo, "created")));

/** What our own channels tell of an order. Group orders travel in files, which name no single order afterwards. */
export function ownNews({ order }: LiveOrder, what: Happening, atMs: number): Word[] {
  if (order.channel === "group") return [];
  const idOf = (what: string) => eventIdOf(order.externalNo, what);
  switch (what.kind) {
    case "cancelled":
      return [word(order, encodeOwnCancel(order, idOf("cancelled"), atMs))];
    case "completed":
      return [word(order, encodeOwnCompleted(order, idOf("completed"), atMs))];
    case "refunded":
      return [word(order, encodeOwnRefund(order, what.refund, { eventId: idOf("refund"), atMs }))];
    case "accepted":
    case "ridden":
      return [];
  }
}
