import { afterEach, beforeEach, expect, test } from "vitest";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { ask, parcelsThat, releaseNow, sayOrder, tellStep } from "./order-news";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => ask(huiliu, text);

test("pick-up: one of two boxes fetched, another phone told: no word of a rider", async () => {
  const [frozen] = await sql("select code from skus where zone = 'frozen' order by id limit 1");
  const items = [
    { sku: "K0001", qty: 1 },
    { sku: String(frozen?.code), qty: 1 },
  ];
  const change = { delivery_mode: "PICKUP", address: { text: "" } };
  await sayOrder(huiliu, { no: "1", change, items });
  await huiliu.drain();
  await releaseNow(huiliu);
  const [first] = await parcelsThat(huiliu, "true");
  await tellStep(huiliu, "handed_over", { parcels: [Number(first)] });
  await sayOrder(huiliu, {
    no: "1",
    change: { ...change, buyer: { name: "张三", phone: "19900005678" } },
    items,
    seconds: 5,
  });
  await huiliu.drain();
  const rows = await sql("select code, cause from exception_cases where closed_at is null");
  expect(rows.filter((r) => String(r.cause).includes("骑手"))).toEqual([]);
});
