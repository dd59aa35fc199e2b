import { afterAll, beforeAll, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { expireHolds } from "@/server/pipelines/inventory/holds/end-holds";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf, shelfOf } from "./stock-world";

let huiliu: Huiliu;
beforeAll(async () => {
  huiliu = await freshHuiliu();
  for (const store of [1, 2]) for (const sku of [1, 2]) await setShelf(huiliu, store, sku, 50);
});
afterAll(async () => {
  await huiliu.close();
});

/** How far an order's goods have come, and what takes it back. */
const STAGES = ["unpaid", "placed", "released", "picking", "picked", "packed", "ready"] as const;
const REVERSALS = ["cancel", "refund", "expire"] as const;
const STEPS = { picking: 1, picked: 2, packed: 3, ready: 4 } as const;

const pairs = STAGES.flatMap((stage) =>
  REVERSALS.filter((r) => (r === "expire") === (stage === "unpaid") || r === "cancel").map(
    (reversal) => [stage, reversal] as const,
  ),
);

let n = 0;
async function tell(event: string, no: string, more: object = {}): Promise<void> {
  n += 1;
  const occurred_at = new Date(Date.now() + n).toISOString();
  const body = { event, event_id: `v${n}`, occurred_at, order: { channel_order_id: no }, ...more };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
}

async function bring(no: string, stage: (typeof STAGES)[number]): Promise<void> {
  const items = [
    { sku: "K0001", qty: 2 },
    { sku: "K0002", qty: 1 },
  ];
  const status = stage === "unpaid" ? "UNPAID" : "NEW";
  const address = { text: `${no}路${no}号` };
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no, status, address }, items));
  await huiliu.drain();
  if (stage === "unpaid" || stage === "placed") return;
  await huiliu.context
    .db`update fulfilment_orders set hold_until = now() where status in ('waiting_merge', 'open')`;
  await releaseParcels(huiliu.context);
  if (stage === "released") return;
  const parcels = await huiliu.context.db<{ id: number }[]>`
    select distinct l.fulfilment_id as id from fulfilment_lines l join orders o on o.id = l.order_id where o.external_no = ${no}`;
  const way = ["accepted", "pick_started", "picked", "packed", "ready"].slice(0, STEPS[stage] + 1);
  for (const step of way) {
    n += 1;
    const events = parcels.map((p) => ({
      event_id: `s${n}-${p.id}`,
      event: `fulfilment.${step}`,
      occurred_at: new Date(Date.now() + n).toISOString(),
      fulfilment_id: showId("fulfilment", p.id),
    }));
    await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  }
  await huiliu.drain();
}

async function takeBack(no: string, reversal: (typeof REVERSALS)[number]): Promise<void> {
  if (reversal === "cancel") return await tell("order.cancelled", no);
  if (reversal === "refund")
    return await tell("refund.succeeded", no, {
      refund: { refund_id: `r${no}`, amount_fen: 3_000, full: true },
    });
  await huiliu.context.db`update reservations set expires_at = now() where state = 'held'`;
  await expireHolds(huiliu.context);
}

const shelves = async () =>
  await Promise.all([1, 2].flatMap((store) => [1, 2].map((sku) => shelfOf(huiliu, store, sku))));

test.each(pairs)(
  "%s, then %s: every shelf says what it said before, twice told as well",
  async (stage, reversal) => {
    const before = await shelves();
    const no = `${stage}-${reversal}`;
    await bring(no, stage);
    expect(await shelves()).not.toEqual(before);
    await takeBack(no, reversal);
    expect(await shelves()).toEqual(before);
    await takeBack(no, reversal);
    expect(await shelves()).toEqual(before);
    expect(await huiliu.verify()).toEqual([]);
  },
);

test("whoever is short is seen: every paid line with fewer goods than ordered has an open case from the first moment", async () => {
  await setShelf(huiliu, 1, 3, 5);
  for (let i = 0; i < 12; i += 1)
    await huiliu.tell(
      "app-1",
      "order",
      ownOrder({ channel_order_id: `short${i}` }, [{ sku: "K0003", qty: 1 + (i % 3) }]),
    );
  await huiliu.drain();
  const unseen = await huiliu.context.db`
    select l.order_id from order_lines l join orders o on o.id = l.order_id
    where l.unassigned > 0 and o.trade in ('paid', 'accepted') and not exists (
      select 1 from exception_cases e where e.order_id = o.id and e.closed_at is null)`;
  const short = await huiliu.context
    .db`select 1 from order_lines l join orders o on o.id = l.order_id
    where l.unassigned > 0 and o.external_no like 'short%' and o.stock = 'short'`;
  expect(short.length).toBeGreaterThan(5);
  expect(unseen).toEqual([]);
});
