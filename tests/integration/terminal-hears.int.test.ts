import { afterEach, beforeEach, expect, test } from "vitest";
import { listParcelTasks } from "@/db/queries/channels/devices";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { ask, openCasesOf, parcelsThat, placeOrder, releaseNow, tellStep } from "./order-news";
import { newRef } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

test("goods that are counted out of a parcel in picking: the store's terminal hears of it", async () => {
  await placeOrder(huiliu, [
    { sku: "K0001", qty: 1 },
    { sku: "K0002", qty: 2 },
  ]);
  await releaseNow(huiliu);
  await tellStep(huiliu, "pick_started", { parcels: await parcelsThat(huiliu, "true") });
  const before = await listParcelTasks(huiliu.context.db, { xid: "0", id: 0 }, 1_000);
  const edits = [{ kind: "count" as const, storeId: 1, skuId: 2, counted: 0, reason: "盘点" }];
  await editStock(huiliu.context, { edits, mode: "part", actor: "usr_1", ref: newRef() });
  expect(await openCasesOf(huiliu)).toEqual([{ code: "OVERSOLD" }]);
  expect(
    await ask(
      huiliu,
      "select line_no as line, qty - cancelled as left from fulfilment_lines order by 1",
    ),
  ).toEqual([
    { line: 1, left: 1 },
    { line: 2, left: 0 },
  ]);
  const after = await listParcelTasks(huiliu.context.db, before.next, 1_000);
  expect(after.tasks).toHaveLength(1);
});
