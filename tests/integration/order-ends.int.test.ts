import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EVENTS } from "@/server/domain/events/kinds";
import { showId } from "@/server/domain/kernel/ids";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf } from "./stock-world";

/** How orders end, and who says where a rider is. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
type Item = { sku: string; qty: number; fen?: number };
async function placed(items: Item[], change: object = {}): Promise<void> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "1", ...change }, items));
  await huiliu.drain();
}
async function release(): Promise<void> {
  await sql("update fulfilment_orders set hold_until = now() where hold_until is not null");
  await releaseParcels(huiliu.context);
}
let n = 0;
async function step(name: string, ids: number[], lines?: object[]): Promise<void> {
  n += 1;
  const events = ids.map((id) => ({
    event_id: `s${id}-${n}`,
    event: `fulfilment.${name}`,
    occurred_at: new Date().toISOString(),
    fulfilment_id: showId("fulfilment", id),
    ...(lines && { lines }),
  }));
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  await huiliu.drain();
}
async function deliver(parcel: number): Promise<void> {
  await sql("update riders set online = true, ping_at = now(), capacity = 9, cold_box = true");
  await step("ready", [parcel]);
  await assignRiders(huiliu.context);
  const [task] = await sql(`select id from delivery_tasks where fulfilment_id = ${parcel}`);
  for (const to of ["picked_up", "delivered"]) {
    n += 1;
    const event = {
      event_id: `t${n}`,
      event: `delivery.${to}`,
      occurred_at: new Date().toISOString(),
      task_id: showId("deliveryTask", Number(task?.id)),
    };
    await huiliu.tell("rider-app", "rider-events", JSON.stringify({ events: [event] }));
    await huiliu.drain();
  }
}
const order = async (no = "1") =>
  (
    await sql(
      `select id, trade, phase, stock, owed_fen::int as owed, delivery from orders where external_no = '${no}'`,
    )
  )[0];

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
