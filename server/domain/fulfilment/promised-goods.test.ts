import { expect, test } from "vitest";
import { foundGoods, promisedRows, soldOwn } from "./promised-goods";

const grant = {
  orderId: 17,
  lineNo: 1,
  storeId: 7,
  draws: [
    { skuId: 401, per: 1 },
    { skuId: 402, per: 500 },
  ],
  qty: 3,
  granted: 2,
};
const none = { expiresAt: () => null };

test("promisedRows: one row a shelf a bundle draws on, parts counted on from the first that is free", () => {
  const rows = promisedRows([grant], { ...none, partOf: () => 4 });
  expect(rows.map((r) => [r.part, r.skuId, r.qty, r.per])).toEqual([
    [4, 401, 2, 1],
    [5, 402, 1_000, 500],
  ]);
});

test("promisedRows: nothing granted is nothing promised; what is gone is off the shelf", () => {
  expect(promisedRows([{ ...grant, granted: 0 }], none)).toEqual([]);
  expect(promisedRows([{ ...grant, isGone: true }], none)[0]).toMatchObject({ isPicked: true });
  expect(promisedRows([grant], { expiresAt: (id) => id })[0]?.expiresAt).toBe(17);
});

test("foundGoods: the books follow what a till sold, and somebody counts", () => {
  const change = { storeId: 7, skuId: 402, reserve: 0, bag: 500, found: 200 };
  const { ledger, counts } = foundGoods(
    [{ ...grant, isGone: true }],
    [change, { ...change, found: 0 }],
  );
  expect(ledger).toMatchObject([{ skuId: 402, delta: 200, ref: "till:17:1" }]);
  expect(counts).toHaveLength(1);
});

test("soldOwn: only where somebody has pieces of his own, together by account", () => {
  const cell = { storeId: 7, skuId: 401, dedicated: 5 } as Parameters<typeof soldOwn>[1][number];
  expect(soldOwn([grant, grant], [cell], () => 3)).toEqual([
    { storeId: 7, skuId: 401, accountId: 3, qty: 4 },
  ]);
  expect(soldOwn([grant], [{ ...cell, dedicated: 0 }], () => 3)).toEqual([]);
});
