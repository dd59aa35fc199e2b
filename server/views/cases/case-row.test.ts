import { expect, test } from "vitest";
import { toQueues } from "./case-row";

test("queues: together they are the total", () => {
  const view = toQueues([
    { code: "OUT_OF_STOCK", n: 3, breached: 1, riskFen: 900 },
    { code: "SKU_UNMATCHED", n: 8, breached: 0, riskFen: 100 },
  ]);
  expect(view).toMatchObject({ total: 11, breached: 1, riskFen: 1_000 });
  expect(view.queues.map((q) => q.code)).toEqual(["SKU_UNMATCHED", "OUT_OF_STOCK"]);
});
