import { expect, test } from "vitest";
import type { StockCaseRow } from "@/db/queries/lists/inventory-work";
import { namedIn, toCollisions, toDrifts } from "./stock-cases";

const row = (over: Partial<StockCaseRow>): StockCaseRow => ({
  ...{ id: 1, code: "OVERSOLD", cause: "c", data: {}, storeId: 3, storeName: "s" },
  ...{ orderId: null, riskFen: 0, openedAt: 0, ...over },
});
const skus = [{ id: 2, code: "K2", name: "milk", unit: "piece" as const, portion: 1 }];
const order = (id: number) => ({
  ...{
    id,
    channel: "app",
    daySeq: id,
    externalNo: "A",
    phase: "to_pick" as const,
    promiseAt: null,
  },
});
const names = { skus, orders: [order(5), order(6)] };

test("an oversold order is shown with what it lost and who has it", () => {
  const data = {
    losses: [{ lineNo: 1, storeId: 3, skuId: 2, pieces: 4 }],
    proposals: [{ kind: "refund" }, { kind: "refund" }],
    rivals: [6],
  };
  const cases = [row({ orderId: 5, data })];
  expect(namedIn(cases)).toEqual({ skuIds: [2], orderIds: [5, 6] });
  const [one] = toCollisions(cases, names);
  expect(one).toMatchObject({ order: { id: "ord_5" }, proposals: ["refund"], shelf: null });
  expect(one!.losses).toEqual([{ skuId: 2, code: "K2", name: "milk", pieces: 4 }]);
  expect(one!.rivals.map((r) => r.id)).toEqual(["ord_6"]);
});

test("a warehouse's conflict is shown by its shelf and those it took goods from", () => {
  const data = { skuId: 2, diff: -9, shortfall: { orders: [5] } };
  const [one] = toCollisions([row({ code: "STOCK_CONFLICT", data })], names);
  expect(one!.shelf).toMatchObject({ skuId: 2, name: "milk", diff: -9 });
  expect(one!.rivals.map((r) => r.id)).toEqual(["ord_5"]);
});

test("a drift names its cell and what its row should say; odd data hurts nobody", () => {
  const fields = [{ field: "reserved", books: 3, truth: 2 }];
  const [drift] = toDrifts([row({ data: { storeId: 3, skuId: 2, fields } })], names);
  expect(drift).toMatchObject({ id: "exc_1", storeId: 3, name: "milk", fields });
  expect(toDrifts([row({ data: { fields: "x" } })], names)[0]!.fields).toEqual([]);
});
