import { afterEach, beforeEach, expect, test } from "vitest";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** What random histories found, each as small as it can be told. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
let n = 0;
async function say(no: string, event: string, more: object = {}): Promise<void> {
  n += 1;
  const occurred_at = new Date(Date.now() + n * 20).toISOString();
  const body = { event, event_id: `f${n}`, occurred_at, order: { channel_order_id: no } };
  await huiliu.tell("app-1", "order", JSON.stringify({ ...body, ...more }));
  await huiliu.drain();
}
type Item = { sku: string; qty: number; fen?: number };
async function placed(no: string, items?: Item[], change: object = {}): Promise<void> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no, ...change }, items));
  await huiliu.drain();
}
async function release(): Promise<void> {
  await sql("update fulfilment_orders set hold_until = now() where hold_until is not null");
  await releaseParcels(huiliu.context);
}

test("an order that its channel completes early does not keep back who shares its parcel", async () => {
  await placed("1");
  await placed("2");
  await say("1", "order.completed");
  await release();
  expect(await sql("select status, members from fulfilment_orders")).toMatchObject([
    { status: "released", members: 2 },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});
