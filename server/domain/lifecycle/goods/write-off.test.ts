import { expect, test } from "vitest";
import { sampleModel } from "@/tests/samples/sample-model";
import { writeOffMissing } from "./write-off";

const picked = () => {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 3 }] }], parcels: [{}] });
  return { model, parcel: model.parcels.get(101)!, line: model.orders.get(1)!.lines[0]! };
};

test("writeOffMissing: what the picker did not find is struck from the books", () => {
  const { model, parcel, line } = picked();
  writeOffMissing(model, parcel, { line, qty: 2 });
  expect(model.effects.ledger).toMatchObject([{ skuId: 1, delta: -2, ref: "short:101:1:1" }]);
  expect([...model.effects.stock.values()]).toMatchObject([{ onHand: -2 }]);
});

test("writeOffMissing: of a bundle nobody says which article was missing: somebody counts", () => {
  const { model, parcel, line } = picked();
  line.reservations.push({ ...line.reservations[0]!, part: 1, skuId: 9 });
  writeOffMissing(model, parcel, { line, qty: 1 });
  expect(model.effects.ledger).toEqual([]);
  expect(model.effects.counts.map((c) => c.skuId)).toEqual([1, 9]);
});
