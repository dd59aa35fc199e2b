import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { takeShort } from "./short-pick";

const found = (picked: readonly (readonly [line: number, pieces: number])[]) => {
  const model = sampleModel({
    orders: [
      {
        parcels: [0],
        lines: [
          { open: 2, paidFen: 1_001 },
          { open: 2, paidFen: 700 },
        ],
      },
      { parcels: [0], lines: [{ open: 1 }] },
    ],
    parcels: [{ status: "picking" }],
  });
  const lines = picked.map(([lineNo, pieces]) => ({
    ...{ orderId: 1, lineNo, picked: pieces },
  }));
  const short = takeShort(model, model.parcels.get(101)!, { picked: lines, at: SAMPLE_AT });
  return { short: [...short], ...model.effects, order: model.orders.get(1)! };
};

test("takeShort: two short lines of one pick are one case with all that is owed", () => {
  const { short, exceptions, order } = found([
    [1, 1],
    [2, 1],
  ]);
  expect(short).toEqual([[1, 2]]);
  expect(exceptions).toMatchObject([{ code: "OUT_OF_STOCK", riskFen: 851 }]);
  expect(exceptions[0]?.cause).toBe("拣货缺 2 种商品共 2 件，应退 8.51 元");
  expect(order.owed.map((o) => [o.lineNo, o.amountFen])).toEqual([
    [1, 501],
    [2, 350],
  ]);
});

test("takeShort: what was found whole is nobody's case", () => {
  const { short, exceptions } = found([[1, 2]]);
  expect([short, exceptions]).toEqual([[], []]);
});
