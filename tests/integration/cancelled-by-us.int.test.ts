import { afterEach, beforeEach, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { writeBack } from "@/server/pipelines/writeback/write-back";
import { freshHuiliu, type Huiliu } from "./huiliu";
import {
  ask,
  openCasesOf,
  orderOf,
  parcelsThat,
  placeOrder,
  releaseNow,
  tellStep,
} from "./order-news";
import { setShelf } from "./stock-world";

/** An order that we cancel, of a channel that nobody can tell. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

test("of an own channel nothing is there: the paid money is owed, or somebody or the channel is told", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placeOrder(huiliu, [{ sku: "K0002", qty: 3 }]);
  await ask(huiliu, "update exception_cases set due_at = now() - interval '1 second'");
  await settleShortages(huiliu.context);
  await writeBack(huiliu.context);
  const order = await orderOf(huiliu);
  expect(order).toMatchObject({ trade: "cancelled", paid: 3_000, refunded: 0 });
  const isSeen = Number(order?.owed) === 3_000 || (await openCasesOf(huiliu)).length > 0;
  expect(isSeen).toBe(true);
});

test("what was owed before is not struck off as refunded by a channel that nobody told", async () => {
  await setShelf(huiliu, 1, 2, 1);
  await placeOrder(huiliu, [{ sku: "K0002", qty: 3 }]);
  await ask(huiliu, "update exception_cases set due_at = now() - interval '1 second'");
  await settleShortages(huiliu.context);
  expect(await orderOf(huiliu)).toMatchObject({ owed: 2_000 });
  await releaseNow(huiliu);
  const [order] = await ask(huiliu, "select id from orders");
  const lines = [{ line_ref: `${showId("order", Number(order?.id))}:1`, picked_qty: 0 }];
  const parcels = await parcelsThat(huiliu, "status <> 'cancelled'");
  await tellStep(huiliu, "picked", { parcels, lines });
  await writeBack(huiliu.context);
  const after = await orderOf(huiliu);
  const isSeen = Number(after?.owed) === 3_000 || (await openCasesOf(huiliu)).length > 0;
  expect([after?.trade, isSeen]).toEqual(["cancelled", true]);
});
