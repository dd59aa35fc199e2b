import { DEMO_ACCOUNTS } from "@/server/domain/demo/accounts";
import { present } from "@/server/domain/kernel/assert";
import type { WorldOrder } from "../orders/order";
import { platformOn } from "../platform/platforms";
import type { Sender } from "../platform/world-platform";
import type { WireRequest } from "./request";

/** What it takes to speak as every account: their secrets, and the address 美团 calls. */
export type Signing = {
  secrets: Readonly<Record<string, string>>;
  callbackBase: string;
};

export function secretOf(signing: Signing, account: string): string {
  return present(signing.secrets[account], `a secret for ${account}`);
}

function appIdOf(account: string): string {
  return present(
    DEMO_ACCOUNTS.find((one) => one.code === account),
    account,
  ).appId;
}

/** Who says something on an account, and with which secret. */
export function senderOf(signing: Signing, account: string): Sender {
  const { callbackBase } = signing;
  return { account, appId: appIdOf(account), secret: secretOf(signing, account), callbackBase };
}

/** The push that announces an order on its channel, signed now. Group orders travel in files instead. */
export function newOrderRequest(
  order: WorldOrder,
  signing: Signing,
  when: { nowMs: number; isDegraded: boolean },
): WireRequest {
  const word = platformOn(order.channel).announce(order, when.isDegraded);
  return word.write(senderOf(signing, order.account), when.nowMs);
}
