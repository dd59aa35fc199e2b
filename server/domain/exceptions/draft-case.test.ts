import { expect, test } from "vitest";
import { draftCase } from "./draft-case";

test("draftCase: what is not said is about nobody; what is said stands", () => {
  const found = { code: "STOCK_DRIFT", subject: "cell:1:7", cause: "库存不平", dueAt: 5 } as const;
  expect(draftCase(found)).toEqual({
    ...found,
    orderId: null,
    fulfilmentId: null,
    accountId: null,
    storeId: null,
    data: {},
    riskFen: 0,
  });
  expect(draftCase({ ...found, storeId: 1, riskFen: 90, data: { a: 1 } })).toMatchObject({
    storeId: 1,
    riskFen: 90,
    data: { a: 1 },
    accountId: null,
  });
});
