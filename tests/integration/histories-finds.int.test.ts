import { afterEach, beforeEach, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { newRef, setShelf } from "./stock-world";

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
type EditOf = { kind: "count"; counted: number } | { kind: "receipt"; qty: number };
async function edit(what: EditOf): Promise<void> {
  const edits = [{ storeId: 1, skuId: 1, reason: "", ...what }];
  await editStock(huiliu.context, { edits, mode: "part", actor: "usr_h", ref: newRef() });
}
async function pickNothing(no: string): Promise<void> {
  const [row] = await sql(`select f.id, l.order_id as "order" from fulfilment_orders f
    join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty
    join orders o on o.id = l.order_id where o.external_no = '${no}'`);
  const event = {
    event_id: `p${no}`,
    event: "fulfilment.picked",
    occurred_at: new Date().toISOString(),
    fulfilment_id: showId("fulfilment", Number(row?.id)),
    lines: [{ line_ref: `${showId("order", Number(row?.order))}:1`, picked_qty: 0 }],
  };
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events: [event] }));
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

test("an order of which nothing is found leaves the parcel alone that it lay in once with others", async () => {
  await placed("1");
  await placed("2");
  const address = { text: "月光花园1幢1单元101室", lng: 120.16, lat: 30.26, coord_sys: "GCJ02" };
  const moved = JSON.parse(ownOrder({ channel_order_id: "2", address })) as object;
  const occurred_at = new Date(Date.now() + 1_000).toISOString();
  await huiliu.tell("app-1", "order", JSON.stringify({ ...moved, occurred_at }));
  await huiliu.drain();
  await release();
  await pickNothing("2");
  expect(await sql("select external_no as no, trade from orders order by 1")).toMatchObject([
    { no: "1", trade: "accepted" },
    { no: "2", trade: "cancelled" },
  ]);
  expect(await sql("select status, members from fulfilment_orders order by id")).toMatchObject([
    { status: "released", members: 1 },
    { status: "cancelled", members: 0 },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});

test("goods that were lost and came back lie in a parcel again", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed("1");
  await placed("2");
  await edit({ kind: "count", counted: 1 });
  await edit({ kind: "receipt", qty: 5 });
  const [row] = await sql("select id from exception_cases where closed_at is null");
  await closeCase(huiliu.context, { caseId: Number(row?.id), note: "到货", by: "usr_h" });
  expect(await sql("select sum(unassigned)::int as n from order_lines")).toEqual([{ n: 0 }]);
  expect(await huiliu.verify()).toEqual([]);
});
