import { afterEach, beforeEach, expect, test } from "vitest";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** Money that comes late, or of which only what follows it is told. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
async function told(event: string, no = "1"): Promise<void> {
  const order = { channel_order_id: no };
  const occurred_at = new Date().toISOString();
  const body = { event, event_id: `${no}-${event}`, occurred_at, order };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
}
async function placed(change: object = {}): Promise<void> {
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "1", status: "UNPAID", ...change }),
  );
  await huiliu.drain();
}
const order = async () =>
  (
    await sql(`select trade, stock, phase, paid_at is not null as paid, open_exceptions as cases from orders
    where external_no = '1'`)
  )[0];
const cases = () =>
  sql(
    "select code, cause, risk_fen as risk, closed_at is null as open from exception_cases order by id",
  );

test("paid after it was cancelled: the money is owed, and the case waits for a person whatever its clock says", async () => {
  await placed();
  await told("order.cancelled");
  await told("order.paid");
  expect(await order()).toMatchObject({ trade: "cancelled", paid: false, cases: 1 });
  const [paid] = await sql("select paid_fen as fen from orders");
  const late = {
    code: "PAY_AFTER_TIMEOUT",
    cause: "订单已取消后收到付款，款项应退回买家",
    open: true,
  };
  expect(await cases()).toEqual([{ ...late, risk: paid?.fen }]);
  await sql("update exception_cases set due_at = now() - interval '1 hour'");
  await settleShortages(huiliu.context);
  expect(await cases()).toMatchObject([{ open: true }]);
  expect(await huiliu.verify()).toEqual([]);
});

test.each(["order.accepted", "order.completed"])(
  "%s without a payment: it is paid, and its goods are its own",
  async (event) => {
    await placed();
    await told(event);
    await huiliu.drain();
    const [held] = await sql("select count(*)::int as n from reservations where state = 'held'");
    expect(held?.n).toBe(0);
    expect(await order()).toMatchObject({
      paid: true,
      stock: event === "order.accepted" ? "reserved" : "consumed",
    });
    expect(await huiliu.verify()).toEqual([]);
  },
);

test("one article mapped for two orders behind one door: every event of each has a version of its own", async () => {
  const goods = [{ sku: "NOBODY-1", qty: 1 }];
  for (const no of ["1", "2", "3"])
    await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no }, goods));
  await huiliu.drain();
  await mapSku(huiliu.context, { accountId: 1, externalCode: "NOBODY-1", skuId: 5, by: "demo" });
  expect(
    await sql(
      "select order_id, order_version from events where order_id is not null group by 1, 2 having count(*) > 1",
    ),
  ).toEqual([]);
  const [merged] = await sql("select jsonb_array_length(members) as n from merge_groups");
  expect(merged?.n).toBe(3);
  expect(await huiliu.verify()).toEqual([]);
});
