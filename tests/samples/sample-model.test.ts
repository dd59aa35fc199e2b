import { expect, test } from "vitest";
import { SAMPLE_STORE, sampleModel } from "./sample-model";

test("sampleModel: pieces go round the parcels, every open one lies in one and is promised", () => {
  const model = sampleModel({
    orders: [
      { parcels: [0, 1], lines: [{ open: 3 }, { open: 1, short: 2 }] },
      { parcels: [1], lines: [{ open: 2 }] },
    ],
    parcels: [{ rider: 5 }, {}, {}],
  });
  const [first, second] = [...model.parcels.values()];
  expect(model.parcels.size).toBe(2);
  expect(first?.lines.map((l) => [l.lineNo, l.qty])).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect([first?.members, second?.members]).toEqual([1, 2]);
  expect(first?.task).toMatchObject({ id: 201, riderId: 5, status: "assigned" });
  const line = model.orders.get(1)?.lines[1];
  expect(line).toMatchObject({ ordered: 3, unassigned: 2, open: 1 });
  expect(line?.reservations).toMatchObject([
    { storeId: SAMPLE_STORE, skuId: 2, qty: 1, picked: 0, state: "confirmed" },
  ]);
});
