import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import { stuckCase } from "./stuck-case";

test("stuckCase: one a shop and kind, with how many and why", () => {
  const of = { accountId: 4, storeId: 3, kind: "stock" as const, settleMs: 0 };
  const found = { account: "美团一店", count: 2, fault: "E1 下架" };
  const stock = stuckCase(of, found, 0 as Instant);
  expect(stock).toMatchObject({
    code: "SYNC_STUCK",
    subject: "sync:4:3:stock",
    accountId: 4,
    storeId: 3,
    cause: "美团一店 不接收 2 个商品的库存：E1 下架",
    dueAt: 300_000,
  });
  const price = stuckCase({ ...of, kind: "price" }, found, 0 as Instant);
  expect([price.subject, price.cause]).toEqual([
    "sync:4:3:price",
    "美团一店 不接收 2 个商品的价格：E1 下架",
  ]);
});
