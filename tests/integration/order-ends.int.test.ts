import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EVENTS } from "@/server/domain/events/kinds";
import { showId } from "@/server/domain/kernel/ids";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import {
  ask,
  deliverReady,
  type Item,
  orderOf,
  placeOrder,
  releaseNow,
  tellStep,
} from "./order-news";
import { setShelf } from "./stock-world";

/** How orders end, and who says where a rider is. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
const placed = (items: Item[], change: object = {}) => placeOrder(huiliu, items, change);
const release = () => releaseNow(huiliu);
const step = (name: string, parcels: number[], lines?: object[]) =>
  tellStep(huiliu, name, { parcels, lines });
async function deliver(parcel: number): Promise<void> {
  await step("ready", [parcel]);
  await deliverReady(huiliu, `fulfilment_id = ${parcel}`);
}
const order = (no = "1") => orderOf(huiliu, no);

async function twoBoxes(): Promise<{ warm: number; cold: number; orderId: number }> {
  const [frozen] = await sql("select code from skus where zone = 'frozen' order by id limit 1");
  await placed([
    { sku: "K0001", qty: 1 },
    { sku: String(frozen?.code), qty: 1 },
  ]);
  await release();
  const rows = await sql("select id, parcel_class as box from fulfilment_orders order by id");
  const of = (box: string) => Number(rows.find((r) => r.box === box)?.id);
  return { warm: of("regular"), cold: of("frozen"), orderId: Number((await order())?.id) };
}

test("one box delivered, of the other nothing is found: the order is complete", async () => {
  const { warm, cold, orderId } = await twoBoxes();
  await deliver(cold);
  await step("picked", [warm], [{ line_ref: `${showId("order", orderId)}:1`, picked_qty: 0 }]);
  expect(await order()).toMatchObject({ trade: "completed", owed: 1_000 });
});

test("one box delivered, the other refunded: the order is complete", async () => {
  const { cold } = await twoBoxes();
  await deliver(cold);
  const refund = {
    refund_id: "r1",
    amount_fen: 1_000,
    items: [{ line_id: "1", qty: 1, amount_fen: 1_000 }],
  };
  const body = {
    event: "refund.succeeded",
    event_id: "r1",
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: "1" },
    refund,
  };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
  expect(await order()).toMatchObject({ trade: "completed" });
});

test("one box delivered, the missing pieces of the other settled by time: the order is complete", async () => {
  await setShelf(huiliu, 1, 1, 0);
  const [frozen] = await sql("select code from skus where zone = 'frozen' order by id limit 1");
  await placed([
    { sku: "K0001", qty: 1 },
    { sku: String(frozen?.code), qty: 1 },
  ]);
  await sql("update exception_cases set due_at = now() - interval '1 minute'");
  await settleShortages(huiliu.context);
  await release();
  const [row] = await sql("select id from fulfilment_orders");
  await deliver(Number(row?.id));
  expect(await order()).toMatchObject({ trade: "completed", owed: 1_000 });
  expect(await huiliu.verify()).toEqual([]);
});

test("a platform's word on a rider that is ours does not move the phase", async () => {
  const list = [meituanGoods("K0001", 1, 9.9)];
  await tellMeituan(huiliu, "order-paid", meituanOrder("801", list, { logistics_code: "0000" }));
  await huiliu.drain();
  const before = await order("801");
  const at = String(Math.floor(Date.now() / 1000) + 5);
  await tellMeituan(huiliu, "delivery-status", {
    order_id: "801",
    logistics_status: "40",
    time: at,
    timestamp: at,
  });
  await huiliu.drain();
  expect(await order("801")).toMatchObject({ phase: before?.phase, delivery: before?.delivery });
});

test("an order that is fetched is done when it is handed over, and was never on its way", async () => {
  await setShelf(huiliu, 1, 1, 5);
  await placed([{ sku: "K0001", qty: 1 }], { delivery_mode: "PICKUP", address: null });
  await release();
  const [parcel] = await sql("select id from fulfilment_orders");
  await step("handed_over", [Number(parcel?.id)]);
  expect(await order()).toMatchObject({ trade: "completed", phase: "done", delivery: null });
  expect(await huiliu.verify()).toEqual([]);
});

test("what a kind of event carries is what it is written with", async () => {
  await placed([{ sku: "K0001", qty: 1 }]);
  const body = JSON.parse(
    ownOrder({
      channel_order_id: "1",
      address: { text: "星光花园5幢1单元302室", coord_sys: "GCJ02" },
    }),
  );
  body.occurred_at = new Date(Date.now() + 5_000).toISOString();
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
  const rows = await sql("select kind, payload from events where order_id is not null");
  const wrong = rows.flatMap(({ kind, payload }) => {
    const { carries } = EVENTS[kind as keyof typeof EVENTS];
    const keys = Object.keys(payload as object).filter((key) => key !== "at");
    return keys
      .filter((key) => !(carries as readonly string[]).includes(key))
      .map((key) => `${kind} ${key}`);
  });
  expect(wrong).toEqual([]);
});

test("operate.md: who may settle what is owed stands in the table of roles", () => {
  const text = readFileSync("docs/operate.md", "utf8");
  const roles = text.split("\n").filter((line) => /^\| `(finance|service|store)`/.test(line));
  expect(roles.filter((line) => line.includes("owed"))).toHaveLength(3);
});
