import { CHANNEL_ADAPTERS } from "@/server/adapters/channels/all";
import { type Account, type ChannelOrder, UNKNOWN_CAPABILITIES } from "@/server/domain/channels";
import { DEMO_ACCOUNTS } from "@/server/domain/demo/accounts";
import { demoCity } from "@/server/domain/demo/city";
import type { AccountLookup, RawRequest } from "@/server/ports/channel";
import { orderGenerator } from "@/server/world/orders/generator";
import type { OrderChannel, WorldOrder } from "@/server/world/orders/order";
import type { WireRequest } from "@/server/world/wire/request";

/** What the channel tests speak with: the simulated world's orders on one side, accounts like the demo's on the other. */
export const NOW = 1_767_240_000_000;
export const CALLBACK = "http://localhost:3100";
export const SECRETS = Object.fromEntries(
  DEMO_ACCOUNTS.map(({ code }) => [code, `secret of ${code}`]),
);
export const SIGNING = { secrets: SECRETS, callbackBase: CALLBACK };

export function accountOf(
  code: string,
  more: Partial<Account> = {},
  apiBase: string | null = null,
): Account {
  const demo = DEMO_ACCOUNTS.find((one) => one.code === code);
  if (!demo) throw new Error(`no account ${code}`);
  const config = {
    callbackBase: CALLBACK,
    apiBase,
    skewSeconds: 300,
    ratePerSecond: 100,
    burst: 100,
    acceptDeadlineSeconds: 300,
    autoAccept: true,
    amountCeilingFen: 5_000_000,
    promiseMinutes: 45,
    linePiecesMax: 200,
    fieldOverrides: {},
  };
  const adapter = CHANNEL_ADAPTERS.find((one) => one.protocol === demo.protocol);
  const capabilities = adapter?.capabilitiesOf(demo.channel) ?? UNKNOWN_CAPABILITIES;
  return { ...demo, id: 1, secretRef: code, enabled: true, capabilities, config, ...more };
}

/** All demo accounts; changes apply to every one of them. */
export function lookup(more: Partial<Account> = {}): AccountLookup {
  return (appId) => {
    const demo = DEMO_ACCOUNTS.find((one) => one.appId === appId);
    return demo ? { account: accountOf(demo.code, more), secret: SECRETS[demo.code] ?? "" } : null;
  };
}

export function toRaw(wire: WireRequest, more: Partial<RawRequest> = {}): RawRequest {
  const [path = "", query = ""] = wire.path.split("?");
  const headers = new Map(
    Object.entries(wire.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: wire.method,
    path,
    query,
    contentType: wire.contentType,
    header: (name) => headers.get(name) ?? "",
    body: wire.body,
    ...more,
  };
}

/** The first orders of a seeded city on one channel. */
export function worldOrders(channel: OrderChannel, count: number, seed = 7): WorldOrder[] {
  const generator = orderGenerator({ city: demoCity(seed), seed, startMs: NOW, households: 300 });
  const made: WorldOrder[] = [];
  while (made.length < count) {
    const { order } = generator.order(NOW + made.length * 1_000);
    if (order.channel === channel) made.push(order);
  }
  return made;
}

/** What must come out of a decode, said from the truth. Times on the wire have whole seconds. */
export function truthOf(order: WorldOrder): unknown {
  const { amounts } = order;
  return {
    externalNo: order.externalNo,
    daySeq: order.daySeq,
    deliveryOwner: order.deliveryOwner,
    goods: order.lines.map((line) => [
      line.sku.code,
      line.sku.barcode,
      line.qty,
      line.unitPriceFen,
      line.paidFen,
    ]),
    amounts: [
      amounts.itemsFen,
      amounts.packageFen,
      amounts.deliveryFen,
      amounts.discountMerchantFen,
      amounts.discountPlatformFen,
      amounts.paidFen,
    ],
    placedAt: Math.floor(order.placedAtMs / 1_000) * 1_000,
    name: order.buyer.name,
  };
}

/** The same of what was decoded. */
export function tellOf(order: ChannelOrder): unknown {
  const { amounts } = order;
  return {
    externalNo: order.externalNo,
    daySeq: order.daySeq,
    deliveryOwner: order.deliveryOwner,
    goods: order.lines.map((line) => [
      line.externalSku,
      line.barcode,
      line.qty,
      line.unitPriceFen,
      line.paidFen,
    ]),
    amounts: [
      amounts.itemsFen,
      amounts.packageFen,
      amounts.deliveryFen,
      amounts.merchantDiscountFen,
      amounts.platformDiscountFen,
      amounts.paidFen,
    ],
    placedAt: order.placedAt,
    name: order.buyerName,
  };
}

export const phoneKindOf = ({ buyer }: WorldOrder): string =>
  buyer.phoneExt !== null
    ? "relay"
    : buyer.phone.includes("*")
      ? "mask"
      : buyer.phone === ""
        ? "none"
        : "full";
