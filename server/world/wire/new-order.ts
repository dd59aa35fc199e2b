import { DEMO_ACCOUNTS, shopCodeOn } from "@/server/domain/demo/accounts";
import { present } from "@/server/domain/kernel/assert";
import type { WorldOrder } from "../orders/order";
import { encodeElemePush } from "../platform/eleme/push";
import { encodeMeituanOrder } from "../platform/meituan/order";
import { encodeMeituanPush } from "../platform/meituan/push";
import { encodeOwnOrder, type OwnEvent } from "../platform/own/order";
import { ownRequest } from "../platform/own/request";
import type { WireRequest } from "./request";
import { eventIdOf, freshNonce, freshTicket } from "./tokens";

/** What it takes to speak as every account: their secrets, and the address 美团 calls. */
export type Signing = {
  secrets: Readonly<Record<string, string>>;
  callbackBase: string;
};

export function secretOf(signing: Signing, account: string): string {
  return present(signing.secrets[account], `a secret for ${account}`);
}

export function appIdOf(account: string): string {
  return present(
    DEMO_ACCOUNTS.find((one) => one.code === account),
    account,
  ).appId;
}

/** The push that announces an order on its channel, signed now. Group orders travel in files instead. */
export function newOrderRequest(
  order: WorldOrder,
  signing: Signing,
  when: { nowMs: number; isDegraded: boolean },
): WireRequest {
  const { nowMs, isDegraded } = when;
  const secret = secretOf(signing, order.account);
  if (order.channel === "meituan") {
    const params = encodeMeituanOrder(order, { status: 2, isDegraded, nowMs });
    const signer = { appId: appIdOf(order.account), secret, callbackBase: signing.callbackBase };
    return encodeMeituanPush({ kind: "order-paid", params, nowMs }, signer);
  }
  if (order.channel === "eleme") {
    const body = JSON.stringify({
      order_id: order.externalNo,
      platform_shop_id: shopCodeOn("eleme", order.store.code),
    });
    const envelope = { cmd: "order.create", body, ticket: freshTicket(), nowMs };
    return encodeElemePush(envelope, { source: appIdOf(order.account), secret });
  }
  const event = encodeOwnOrder(order, eventIdOf(order.externalNo, "created"));
  return ownEventRequest(order, event, { secret, nowMs });
}

/** An event of the own contract: the event's id is its idempotency key, the nonce is always new. */
export function ownEventRequest(
  order: WorldOrder,
  event: OwnEvent,
  sign: { secret: string; nowMs: number },
): WireRequest {
  return ownRequest({
    path: `/api/open/v1/channels/${order.channel}/orders`,
    body: Buffer.from(JSON.stringify(event)),
    account: order.account,
    secret: sign.secret,
    nowMs: sign.nowMs,
    nonce: freshNonce(),
    extra: { "Idempotency-Key": event.event_id },
  });
}
