import { expect, test } from "vitest";
import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import { meituanSign } from "@/server/adapters/channels/meituan/sign";
import { ownSign } from "@/server/adapters/channels/own/sign";
import { demoCity } from "@/server/domain/demo/city";
import { orderGenerator } from "../orders/generator";
import type { OrderChannel, WorldOrder } from "../orders/order";
import { elemeLineId, elemeOrderDetail } from "../platform/eleme/order";
import { elemeFields, isElemeAck } from "../platform/eleme/push";
import { encodeMeituanOrder, yuanText } from "../platform/meituan/order";
import { meituanRefund } from "../platform/meituan/push";
import { encodeOwnOrder } from "../platform/own/order";
import { bd09 } from "./bd09";
import { encodeGroupCsv, GROUP_COLUMNS } from "./group-csv";
import { newOrderRequest } from "./new-order";
import { refundOf } from "./refund";
import { shanghaiIso, shanghaiText } from "./shanghai-time";
import { eventIdOf } from "./tokens";

const NOW = 1_767_225_600_000;
const ACCOUNTS = ["app-1", "mini-1", "pos-1", "meituan-1", "eleme-1", "group-1"];
const secrets = Object.fromEntries(ACCOUNTS.map((code) => [code, `secret of ${code}`]));
const signing = { secrets, callbackBase: "http://localhost:3100" };
const when = { nowMs: NOW, isDegraded: false };

function ordersOf(channel: OrderChannel, count: number): WorldOrder[] {
  const generator = orderGenerator({ city: demoCity(7), seed: 7, startMs: NOW, households: 300 });
  const made: WorldOrder[] = [];
  while (made.length < count) {
    const { order } = generator.order(NOW + made.length);
    if (order.channel === channel) made.push(order);
  }
  return made;
}

const fen = (yuan: string | number): number => Math.round(Number(yuan) * 100);
const total = (values: number[]): number => values.reduce((a, b) => a + b, 0);

function plainOf(body: Buffer): Record<string, string> {
  const form = [...new URLSearchParams(body.toString())];
  return Object.fromEntries(
    form.map(([key, value]) => [key, decodeURIComponent(value.replaceAll("+", " "))]),
  );
}

test("meituan push: signed over the values decoded twice, with 700 orders' money consistent", () => {
  for (const order of ordersOf("meituan", 700)) {
    const request = newOrderRequest(order, signing, when);
    const params = plainOf(request.body);
    const url = `${signing.callbackBase}${request.path}`;
    expect(meituanSign(url, params, "secret of meituan-1")).toBe(params.sig);
    const detail = JSON.parse(params.detail ?? "") as {
      price: number;
      original_price: string;
      quantity: number;
    }[];
    const extras = JSON.parse(params.extras ?? "") as {
      reduce_fee?: number;
      mt_charge?: number;
      poi_charge?: number;
      type?: number;
    }[];
    const receive = JSON.parse(params.poi_receive_detail ?? "") as Record<string, number>;
    const list = total(detail.map((d) => fen(d.original_price) * d.quantity));
    const cut = total(extras.map((e) => fen(e.reduce_fee ?? 0)));
    const bag = Number(params.package_bag_money);
    expect(fen(params.original_price ?? "")).toBe(list + bag + fen(params.shipping_fee ?? ""));
    expect(fen(params.total ?? "")).toBe(fen(params.original_price ?? "") - cut);
    expect(receive.onlinePayment).toBe(fen(params.total ?? ""));
    expect(total(extras.map((e) => fen(e.mt_charge ?? 0) + fen(e.poi_charge ?? 0)))).toBe(cut);
    const sold = total(detail.map((d) => fen(d.price) * d.quantity));
    const itemCut = total(extras.filter((e) => e.type === 17).map((e) => fen(e.reduce_fee ?? 0)));
    expect(sold).toBe(list - itemCut);
    expect(params.pick_type === "1" || (params.recipient_address ?? "").length > 5).toBe(true);
  }
});

test("meituan degraded: says so and holds neither goods nor address", () => {
  const [order] = ordersOf("meituan", 1);
  if (!order) throw new Error("no order");
  const params = encodeMeituanOrder(order, { status: 2, isDegraded: true, nowMs: NOW });
  expect([params.incmp_code, params.detail, params.recipient_address]).toEqual(["-1", "[]", ""]);
});

test("meituan partial refund: the goods add up to the money, a fen at most below", () => {
  for (const order of ordersOf("meituan", 200)) {
    const refund = refundOf(order, 0, "9");
    const params = meituanRefund(order, refund, { step: "apply", atMs: NOW });
    const [food] = JSON.parse(params.food ?? "[]") as { refund_price: number; count: number }[];
    const left = fen(params.money ?? "") - fen(food?.refund_price ?? 0) * (food?.count ?? 0);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThan(food?.count ?? 1);
    expect(params.notify_type).toBe("part");
  }
});

test("eleme push: only ids, signed; the detail's fees add up", () => {
  for (const order of ordersOf("eleme", 300)) {
    const request = newOrderRequest(order, signing, when);
    const fields = Object.fromEntries(new URLSearchParams(request.body.toString()));
    expect(elemeSign(fields, "secret of eleme-1")).toBe(fields.sign);
    expect(Object.keys(JSON.parse(fields.body ?? ""))).toEqual(["order_id", "platform_shop_id"]);
    const detail = elemeOrderDetail(order, { status: 1, isDegraded: false });
    const sums = detail.order as Record<string, number>;
    const [bag] = detail.products as { product_fee: number; sub_biz_order_id: string }[][];
    const goods = total((bag ?? []).map((product) => product.product_fee));
    expect(sums.total_fee).toBe(goods + (sums.send_fee ?? 0) + (sums.package_fee ?? 0));
    expect(sums.user_fee).toBe((sums.total_fee ?? 0) - (sums.discount_fee ?? 0));
    const [line] = order.lines;
    if (line) expect(elemeLineId(order, line)).toMatch(/^\d{19}$/);
  }
});

test("isElemeAck: our signature and errno 0, body as text or as object", () => {
  const ack = (errno: number, secret: string) =>
    elemeFields(
      {
        cmd: "resp.order.create",
        body: JSON.stringify({ errno, error: "x" }),
        ticket: "T",
        nowMs: NOW,
      },
      { source: "200001", secret },
    );
  expect(isElemeAck(JSON.stringify(ack(0, "s")), "s")).toBe(true);
  const asObject = { ...ack(0, "s"), body: { errno: 0, error: "x" }, timestamp: NOW / 1_000 };
  expect(isElemeAck(JSON.stringify(asObject), "s")).toBe(true);
  expect(isElemeAck(JSON.stringify(ack(0, "other")), "s")).toBe(false);
  expect(isElemeAck(JSON.stringify(ack(1, "s")), "s")).toBe(false);
  expect(isElemeAck("<html>", "s")).toBe(false);
});

test("own order: signed, idempotent by event, a POS sale has no address", () => {
  for (const channel of ["app", "mini", "pos"] as const) {
    const [order] = ordersOf(channel, 1);
    if (!order) throw new Error("no order");
    const request = newOrderRequest(order, signing, when);
    const again = newOrderRequest(order, signing, when);
    const sign = ownSign(
      {
        method: "POST",
        path: request.path,
        timestamp: request.headers["X-Timestamp"] ?? "",
        nonce: request.headers["X-Nonce"] ?? "",
        body: request.body,
      },
      secrets[`${channel}-1`] ?? "",
    );
    expect(request.headers["X-Signature"]).toBe(sign);
    expect(request.headers["X-Nonce"]).toMatch(/^[0-9a-f]{24}$/);
    expect(again.headers["X-Nonce"]).not.toBe(request.headers["X-Nonce"]);
    expect(again.headers["Idempotency-Key"]).toBe(request.headers["Idempotency-Key"]);
    const { order: body } = encodeOwnOrder(order, eventIdOf(order.externalNo, "created"));
    expect("address" in (body as object)).toBe(order.deliveryMode === "DELIVERY");
  }
});

test("group csv: a row a line, the rows of an order pay for all of it, pickup has no address", () => {
  const orders = ordersOf("group", 12);
  const [head, ...rows] = encodeGroupCsv(orders)
    .trimEnd()
    .split("\r\n")
    .map((row) => row.split(","));
  expect(head).toEqual([...GROUP_COLUMNS]);
  for (const order of orders) {
    const own = rows.filter((row) => row[0] === order.externalNo);
    expect(own).toHaveLength(order.lines.length);
    expect(total(own.map((row) => fen(row[11] ?? "")))).toBe(order.amounts.paidFen);
    expect(own.every((row) => (row[5] === "") === (order.deliveryMode === "PICKUP"))).toBe(true);
  }
});

test("times and money as the wire has them", () => {
  expect(shanghaiText(NOW)).toBe("2026-01-01 08:00:00");
  expect(shanghaiIso(NOW + 59_999)).toBe("2026-01-01T08:00:59+08:00");
  expect([3680, 500, 5, 10].map(yuanText)).toEqual(["36.8", "5.0", "0.05", "0.1"]);
  // The pair of the documents' example.
  const { longitude, latitude } = bd09(116.39747, 39.908823);
  expect(Math.abs(longitude - 116.403843)).toBeLessThan(0.001);
  expect(Math.abs(latitude - 39.915166)).toBeLessThan(0.001);
});
