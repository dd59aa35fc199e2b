import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "../../../../tests/samples/sample-model";
import { cancelPieces } from "../goods/goods";
import { leaveParcels, piecesByParcel, tellParcels } from "./leave-parcels";

function takenOut(status: "released" | "picking" | "handed_over", pieces: number) {
  const model = sampleModel({
    orders: [
      { parcels: [0, 1], lines: [{ open: 2 }] },
      { parcels: [1], lines: [{ open: 1 }] },
    ],
    parcels: [{ status }, { status }],
  });
  const order = model.orders.get(1)!;
  const before = piecesByParcel(model, order);
  for (const line of order.lines) cancelPieces(model, order, { line, qty: pieces });
  leaveParcels(model, order, { before, at: SAMPLE_AT, why: "试" });
  tellParcels(model, order, { before, at: SAMPLE_AT });
  const { events, exceptions } = model.effects;
  return {
    told: events.map((e) => `${e.kind} ${e.fulfilmentId} ${String(e.payload.pieces)}`),
    cases: exceptions.map((e) => e.fulfilmentId),
  };
}

test("an empty parcel is over, one with others in it is told of, and only what is in somebody's hands is a case", () => {
  expect(takenOut("released", 2)).toEqual({
    told: ["parcel.cancelled 101 1", "parcel.reduced 102 1"],
    cases: [],
  });
  expect(takenOut("picking", 2)).toEqual({
    told: ["parcel.cancelled 101 1", "parcel.reduced 102 1"],
    cases: [102],
  });
});

test("parcels that kept what they had are not told of; what has left is nobody's to take out", () => {
  expect(takenOut("picking", 1).told).toEqual(["parcel.cancelled 101 1"]);
  expect(takenOut("handed_over", 2).cases).toEqual([]);
});
