import { expect, test } from "vitest";
import { keptKey } from "../inventory";
import { keptOf } from "./kept-goods";

test("keptOf: what one order holds of one shelf is one number", () => {
  const row = { orderId: 1, storeId: 7, skuId: 401 };
  const kept = keptOf([
    { ...row, qty: 2 },
    { ...row, qty: 3 },
    { ...row, orderId: 2, qty: 1 },
  ]);
  expect([kept.get(keptKey(1, 7, 401)), kept.get(keptKey(2, 7, 401))]).toEqual([5, 1]);
});
