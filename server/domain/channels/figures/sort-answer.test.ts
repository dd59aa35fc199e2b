import { expect, test } from "vitest";
import { countDelays, sortAnswer } from "./sort-answer";

test("countDelays: at a bound is within it, what is longer than all is in the last, failures stand at 0", () => {
  expect([...countDelays([1, 250, 251, 9_000_000], 2)]).toEqual([
    [250, 2],
    [500, 1],
    [600_000, 1],
    [0, 2],
  ]);
  expect(countDelays([], 0).size).toBe(0);
});

test("sortAnswer: what is not named was taken; what is refused goes together with what was refused for the same", () => {
  const row = (skuId: number) => ({
    kind: "stock" as const,
    storeId: 1,
    skuId,
    value: 3,
    version: 9,
  });
  const told = [7, 8, 9, 10].map((skuId) => ({ row: row(skuId), name: `S${skuId}` }));
  const { taken, refused } = sortAnswer(told, [
    { externalSku: "S8", code: "E1", text: "下架" },
    { externalSku: "S10", code: "E1", text: "下架" },
    { externalSku: "S9", code: "E1", text: "其他" },
    { externalSku: "unknown", code: "E2", text: "" },
  ]);
  expect(taken).toEqual([row(7)]);
  expect([...refused]).toEqual([
    ["E1 下架", [row(8), row(10)]],
    ["E1 其他", [row(9)]],
  ]);
});
