import { expect, test } from "vitest";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import type { ChannelOrder, Decoded } from "@/server/domain/channels";
import { shopCodeOn } from "@/server/domain/demo/accounts";
import { readPhone } from "@/server/domain/identity";
import { checkMoney } from "@/server/domain/intake/check-money";
import type { ChannelAdapter } from "@/server/ports/channel";
import { elemeLineId, elemeOrderDetail } from "@/server/world/platform/eleme/order";
import { encodeElemePush } from "@/server/world/platform/eleme/push";
import {
  encodeMeituanPush,
  type MeituanKind,
  meituanCancelled,
  meituanCompleted,
  meituanDelivery,
  meituanRefund,
} from "@/server/world/platform/meituan/push";
import {
  encodeOwnCancel,
  encodeOwnCompleted,
  encodeOwnRefund,
} from "@/server/world/platform/own/order";
import { ownRequest } from "@/server/world/platform/own/request";
import { encodeGroupCsv } from "@/server/world/wire/group-csv";
import { newOrderRequest } from "@/server/world/wire/new-order";
import { refundOf } from "@/server/world/wire/refund";
import type { WireRequest } from "@/server/world/wire/request";
import {
  accountOf,
  CALLBACK,
  lookup,
  NOW,
  phoneKindOf,
  SECRETS,
  SIGNING,
  tellOf,
  toRaw,
  truthOf,
  worldOrders,
} from "./channel-samples";

/** Of the demo's accounts. */
const CEILING = 5_000_000;

const when = { nowMs: NOW, isDegraded: false };

/** Over the whole way in: verified by the adapter, stored, decoded. */
function wayIn(adapter: ChannelAdapter, wire: WireRequest, nowMs = NOW): Decoded[] {
  const verified = adapter.verify(toRaw(wire), lookup(), nowMs);
  if (!verified.ok) throw new Error(`refused: ${verified.error.code}`);
  const decoded = adapter.decode(verified.value.topic, verified.value.body, verified.value.account);
  if (!decoded.ok) throw new Error(`not decoded: ${decoded.error.cause}`);
  return decoded.value;
}

function orderIn(items: readonly Decoded[]): ChannelOrder {
  const [first] = items;
  if (first?.type !== "order") throw new Error(`not an order: ${first?.type}`);
  return first.order;
}

test.each(["app", "mini", "pos"] as const)(
  "own contract, %s: 600 orders come out as they went in",
  (channel) => {
    for (const order of worldOrders(channel, 600)) {
      const wire = newOrderRequest(order, SIGNING, when);
      const read = orderIn(wayIn(ownAdapter, wire));
      expect(tellOf(read)).toEqual(truthOf(order));
      expect(checkMoney(read, CEILING)).toBeNull();
      expect(read.storeKey).toBe(shopCodeOn(channel, order.store.code));
      expect(read.lines.map((l) => l.paidFen)).toEqual(order.lines.map((l) => l.paidFen));
      expect(readPhone(read.buyerPhone).kind).toBe(phoneKindOf(order));
      expect(read.promiseAt).toBe(order.expect?.toMs ?? null);
      const place = order.address && {
        text: order.address.text,
        lngE6: order.address.lngE6,
        latE6: order.address.latE6,
      };
      expect(read.address).toEqual(place);
    }
  },
);

test("美团: 1 500 orders come out as they went in, the order's discount spread over its lines", () => {
  for (const order of worldOrders("meituan", 1_500)) {
    const read = orderIn(wayIn(meituanAdapter, newOrderRequest(order, SIGNING, when)));
    expect(tellOf(read)).toEqual(truthOf(order));
    expect(checkMoney(read, CEILING)).toBeNull();
    expect(read.storeKey).toBe(shopCodeOn("meituan", order.store.code));
    expect(readPhone(read.buyerPhone).kind).toBe(phoneKindOf(order));
    if (order.expect) expect(read.promiseAt).toBe(order.expect.toMs);
    if (order.address) expect(read.address).toEqual(order.address);
  }
});

test("饿了么: 1 500 pushes ask for their order; what order.get answers comes out as it went in", () => {
  for (const order of worldOrders("eleme", 1_500)) {
    const push = wayIn(elemeAdapter, newOrderRequest(order, SIGNING, when));
    expect(push).toEqual([{ type: "pull", externalNo: order.externalNo }]);
    const detail = elemeOrderDetail(order, { status: 1, isDegraded: false });
    const decoded = elemeAdapter.decode(
      "detail",
      Buffer.from(JSON.stringify(detail)),
      accountOf("eleme-1"),
    );
    const read = orderIn(decoded.ok ? decoded.value : []);
    expect(tellOf(read)).toEqual(truthOf(order));
    expect(checkMoney(read, CEILING)).toBeNull();
    expect(read.lines.map((l) => l.externalLineId)).toEqual(
      order.lines.map((l) => elemeLineId(order, l)),
    );
    expect(read.storeKey).toBe(shopCodeOn("eleme", order.store.code));
    expect(readPhone(read.buyerPhone).kind).toBe(phoneKindOf(order));
    if (order.expect)
      expect([read.promiseFrom, read.promiseAt]).toEqual([order.expect.fromMs, order.expect.toMs]);
    if (order.address) expect(read.address).toEqual(order.address);
  }
});

test("社区团购: a file's orders come out as they went in, with a mark at its head, in GB18030 too", () => {
  const orders = worldOrders("group", 150);
  const account = accountOf("group-1");
  const csv = encodeGroupCsv(orders);
  for (const body of [Buffer.from(csv), Buffer.from(`\uFEFF${csv}`)]) {
    const wire = ownRequest({
      path: "/api/open/v1/channels/group/files",
      body,
      account: "group-1",
      secret: SECRETS["group-1"]!,
      nowMs: NOW,
      nonce: "0123456789abcdef",
    });
    const read = wayIn(ownAdapter, wire).map((item) => orderIn([item]));
    expect(read.map((o) => o.externalNo)).toEqual(orders.map((o) => o.externalNo));
    read.forEach((one, i) => {
      const order = orders[i]!;
      const pieces = (n: number) => [
        one.lines[n]?.externalSku,
        one.lines[n]?.qty,
        one.lines[n]?.paidFen,
      ];
      expect(order.lines.map((_, n) => pieces(n))).toEqual(
        order.lines.map((l) => [l.sku.code, l.qty, l.paidFen]),
      );
      expect(checkMoney(one, CEILING)).toBeNull();
      expect(one.amounts.paidFen).toBe(order.amounts.paidFen);
      expect(one.storeKey).toBe(shopCodeOn("group", order.store.code));
      expect(one.deliveryOwner).toBe(order.deliveryOwner);
      expect(one.promiseAt).toBe(order.expect?.toMs ?? null);
    });
  }
  // 订单号,门店编码 … in GB18030, as Excel saves it.
  const head =
    "b6a9b5a5bac52cc3c5b5eab1e0c2eb2cc9ccc6b7b1e0c2eb2ccafdc1bf2cb5a5bcdb28d4aa292ccab5b8b628d4aa292ccfc2b5a5cab1bce4";
  const gbk = Buffer.concat([
    Buffer.from(head, "hex"),
    Buffer.from("\r\nG1,store_s01,K1,2,3.50,7.00,2026-01-01 09:00:00\r\n"),
  ]);
  const decoded = ownAdapter.decode("file", gbk, account);
  expect(decoded.ok && orderIn(decoded.value).amounts.paidFen).toBe(700);
});

const told = (adapter: ChannelAdapter, wire: WireRequest): unknown => {
  const [item] = wayIn(adapter, wire);
  return item?.type === "fact" ? item.fact : item;
};

test("own contract: cancelled, completed, refunded", () => {
  const [order] = worldOrders("app", 1);
  const send = (event: ReturnType<typeof encodeOwnCancel>) =>
    told(
      ownAdapter,
      ownRequest({
        path: "/api/open/v1/channels/app/orders",
        body: Buffer.from(JSON.stringify(event)),
        account: order!.account,
        secret: SECRETS["app-1"]!,
        nowMs: NOW,
        nonce: "0123456789abcdef",
      }),
    );
  const refund = refundOf(order!, 0, "9");
  expect(send(encodeOwnCancel(order!, "e1", NOW))).toMatchObject({
    kind: "cancelled",
    externalNo: order!.externalNo,
    by: "buyer",
    at: NOW,
  });
  expect(send(encodeOwnCompleted(order!, "e2", NOW))).toMatchObject({ kind: "completed", at: NOW });
  expect(send(encodeOwnRefund(order!, refund, { eventId: "e3", atMs: NOW }))).toMatchObject({
    kind: "refund",
    amountFen: refund.amountFen,
    full: false,
    lines: [{ externalLineId: refund.line.lineId, qty: refund.qty, amountFen: refund.amountFen }],
  });
});

test("美团: cancelled, completed, delivered, refunded in part by a name its order knows, refunded whole", () => {
  for (const order of worldOrders("meituan", 60)) {
    const signer = { appId: "100001", secret: SECRETS["meituan-1"]!, callbackBase: CALLBACK };
    const send = (kind: MeituanKind, params: Record<string, string>) =>
      told(meituanAdapter, encodeMeituanPush({ kind, params, nowMs: NOW }, signer));
    const rider = { atMs: NOW, name: "骑手", phone: "19900000000" };
    expect(
      send(
        "order-cancelled",
        meituanCancelled(order, { code: "2001", reason: "不要了", by: "user" }),
      ),
    ).toMatchObject({ kind: "cancelled", by: "buyer", reason: "2001 不要了" });
    expect(send("order-completed", meituanCompleted(order, NOW))).toMatchObject({
      kind: "completed",
      at: NOW,
    });
    const steps = ([10, 15, 20, 40] as const).map((status) =>
      send("delivery-status", meituanDelivery(order, status, rider)),
    );
    expect(steps.map((s) => (s as { status: string }).status)).toEqual([
      "assigned",
      "arrived_store",
      "picked_up",
      "delivered",
    ]);
    const refund = refundOf(order, 0, "9");
    expect(
      send("refund-partial", meituanRefund(order, refund, { step: "apply", atMs: NOW })),
    ).toMatchObject({ kind: "application", about: "refund", state: "open" });
    const part = send(
      "refund-partial",
      meituanRefund(order, refund, { step: "agree", atMs: NOW }),
    ) as { lines: { externalLineId: string }[] };
    expect(part).toMatchObject({
      kind: "refund",
      amountFen: refund.amountFen,
      full: false,
      refundId: refund.refundId,
    });
    const lines = orderIn(wayIn(meituanAdapter, newOrderRequest(order, SIGNING, when))).lines;
    expect(lines.find((l) => l.externalLineId === part.lines[0]?.externalLineId)?.externalSku).toBe(
      refund.line.sku.code,
    );
    expect(
      send("refund-full", meituanRefund(order, null, { step: "agree", atMs: NOW })),
    ).toMatchObject({ kind: "refund", full: true, amountFen: 0, lines: [] });
  }
});

test("饿了么: status, delivery, cancel; a refund without amounts asks for the order, one with lines names them", () => {
  const send = (cmd: string, body: Record<string, unknown>) =>
    told(
      elemeAdapter,
      encodeElemePush(
        {
          cmd,
          body: JSON.stringify({ order_id: "5012345678901234567", ...body }),
          ticket: "T",
          nowMs: NOW,
        },
        { source: "200001", secret: SECRETS["eleme-1"]! },
      ),
    );
  expect(
    [5, 9, 10].map((status) => (send("order.status.push", { status }) as { kind: string }).kind),
  ).toEqual(["accepted", "completed", "cancelled"]);
  expect(send("order.status.push", { status: 77 })).toMatchObject({ type: "unknown" });
  expect(send("order.deliveryStatus.push", { status: 8 })).toMatchObject({
    kind: "delivery",
    status: "picked_up",
  });
  expect(send("order.user.cancel", { cancel_reason: "买错了" })).toMatchObject({
    kind: "application",
    about: "cancel",
    state: "open",
    reason: "买错了",
  });
  expect(send("order.user.cancel", { cancel_reason: "买错了", type: 60 })).toMatchObject({
    kind: "cancelled",
    by: "buyer",
    reason: "买错了",
  });
  const reverse = (status: number, more = {}) =>
    send("order.reverse.push", {
      refund_order_id: "7",
      cur_reverse_event: { refund_status: status },
      ...more,
    });
  expect(reverse(10)).toMatchObject({ kind: "application", about: "refund", state: "open" });
  expect(reverse(50)).toEqual({ type: "pull", externalNo: "5012345678901234567", refundId: "7" });
  expect(reverse(50, { products: [{ sub_biz_order_id: "6", number: 1 }] })).toMatchObject({
    kind: "refund",
    full: false,
    amountFen: 0,
    lines: [{ externalLineId: "6", qty: 1, amountFen: 0 }],
  });
  expect(reverse(50, { refund_amount: 700 })).toMatchObject({
    kind: "refund",
    full: false,
    amountFen: 700,
  });
});

test("degraded data asks again; when it stays so, an order without lines is refused, not kept empty", () => {
  const [meituan] = worldOrders("meituan", 1);
  const push = wayIn(
    meituanAdapter,
    newOrderRequest(meituan!, SIGNING, { nowMs: NOW, isDegraded: true }),
  );
  expect(push).toEqual([{ type: "pull", externalNo: meituan!.externalNo }]);
  const [eleme] = worldOrders("eleme", 1);
  const body = Buffer.from(
    JSON.stringify(elemeOrderDetail(eleme!, { status: 1, isDegraded: true })),
  );
  const account = accountOf("eleme-1");
  expect(elemeAdapter.decode("detail", body, account)).toMatchObject({
    ok: true,
    value: [{ type: "pull", externalNo: eleme!.externalNo }],
  });
  expect(elemeAdapter.decode("detail-final", body, account)).toMatchObject({
    ok: false,
    error: { code: "MISSING_FIELD" },
  });
});
