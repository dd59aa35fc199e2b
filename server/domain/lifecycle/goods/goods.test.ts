import { expect, test } from "vitest";
import { InvariantError } from "@/server/domain/kernel/assert";
import { SAMPLE_AT, sampleModel } from "../../../../tests/samples/sample-model";
import type { LineState } from "../model";
import { advanceParcel } from "../parcels/parcel-steps";
import {
  cancelPieces,
  consumeParcel,
  freeRider,
  fulfilParcel,
  hasLeft,
  recountParcel,
} from "./goods";
import { writeOffMissing } from "./write-off";

const split = () => {
  const model = sampleModel({
    orders: [{ parcels: [0, 1], lines: [{ open: 4, short: 1 }] }],
    parcels: [{ rider: 2 }, {}],
  });
  return { model, order: model.orders.get(1)!, line: model.orders.get(1)!.lines[0]! };
};

test("cancelPieces: first what lies nowhere, then what is still here; promises come back", () => {
  const { model, order, line } = split();
  expect(cancelPieces(model, order, { line, qty: 3 })).toBe(3);
  expect(line).toMatchObject({ unassigned: 0, open: 2, cancelled: 3 });
  expect(line.reservations[0]).toMatchObject({ qty: 2, state: "confirmed" });
  expect(model.effects.stock.get("7:1")).toMatchObject({ reserved: -2, onHand: 0 });
});

test("cancelPieces: what has left stays, and fewer are taken than asked", () => {
  const { model, order, line } = split();
  consumeParcel(model, model.parcels.get(101)!);
  model.parcels.get(101)!.status = "handed_over";
  expect(cancelPieces(model, order, { line, qty: 5 })).toBe(3);
  expect(line).toMatchObject({ unassigned: 0, open: 2, cancelled: 3 });
  expect(line.reservations[0]?.state).toBe("consumed");
});

test("consumeParcel: sells once, and only what was promised", () => {
  const { model, line } = split();
  consumeParcel(model, model.parcels.get(101)!);
  expect(model.effects.ledger).toEqual([
    { storeId: 7, skuId: 1, kind: "sale", delta: -2, ref: "sale:101:1:1" },
  ]);
  expect(line.reservations[0]).toMatchObject({ qty: 2, state: "confirmed" });
  line.reservations = [];
  expect(() => consumeParcel(model, model.parcels.get(102)!)).toThrow(InvariantError);
});

test("fulfilParcel: open pieces become fulfilled, twice changes nothing", () => {
  const { model, line } = split();
  fulfilParcel(model, model.parcels.get(101)!);
  fulfilParcel(model, model.parcels.get(101)!);
  expect(line).toMatchObject({ open: 2, fulfilled: 2 });
});

test("recountParcel: an empty parcel is over and frees its rider once, unless the task had ended", () => {
  const { model, order, line } = split();
  cancelPieces(model, order, { line, qty: 5 });
  const parcel = model.parcels.get(101)!;
  expect(recountParcel(model, parcel, SAMPLE_AT)).toBe(true);
  expect([parcel.status, parcel.members, parcel.task?.status]).toEqual([
    "cancelled",
    0,
    "carrier_cancelled",
  ]);
  expect(recountParcel(model, parcel, SAMPLE_AT)).toBe(false);
  expect(model.effects.riderLoad.get(2)).toBe(-1);

  const other = split();
  other.model.parcels.get(101)!.task!.status = "pickup_failed";
  cancelPieces(other.model, other.order, { line: other.line, qty: 5 });
  recountParcel(other.model, other.model.parcels.get(101)!, SAMPLE_AT);
  expect(other.model.effects.riderLoad.get(2)).toBeUndefined();
});

test("writeOffMissing, freeRider, hasLeft", () => {
  const { model, line } = split();
  const parcel = model.parcels.get(101)!;
  writeOffMissing(model, parcel, { line, qty: 1 });
  expect(model.effects.ledger[0]).toMatchObject({
    kind: "adjust",
    delta: -1,
    ref: "short:101:1:1",
  });
  freeRider(model, model.parcels.get(102)!);
  expect(model.effects.riderLoad.size).toBe(0);
  expect([hasLeft(parcel), hasLeft({ ...parcel, status: "handed_over" })]).toEqual([false, true]);
});

test("weighed goods far below their nominal: each piece has its share of what the scale said, to the last", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 2 }] }],
    parcels: [{ status: "picking" }],
  });
  const [order, parcel] = [model.orders.get(1)!, model.parcels.get(101)!];
  const [line] = order.lines as [LineState];
  Object.assign(line.reservations[0]!, { qty: 1_000, per: 500 });
  const scale = [{ orderId: 1, lineNo: 1, picked: 2, weighed: 600 }];
  advanceParcel(model, parcel, { to: "picked", at: SAMPLE_AT, actor: "store", picked: scale });
  cancelPieces(model, order, { line, qty: 1 });
  expect(line.reservations).toMatchObject([{ qty: 300, picked: 300, state: "picked" }]);
  expect(advanceParcel(model, parcel, { to: "handed_over", at: SAMPLE_AT, actor: "store" })).toBe(
    "done",
  );
  expect(model.effects.ledger).toMatchObject([{ kind: "sale", delta: -300 }]);
});

test("not found after a late payment: what was promised, ended and promised anew is struck off as one article", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 2 }] }],
    parcels: [{ status: "picking" }],
  });
  const [line] = model.orders.get(1)!.lines as [LineState];
  const [now] = line.reservations;
  line.reservations = [
    { ...now!, part: 0, qty: 0, state: "released" },
    { ...now!, part: 1 },
  ];
  const found = [{ orderId: 1, lineNo: 1, picked: 1 }];
  advanceParcel(model, model.parcels.get(101)!, {
    to: "picked",
    at: SAMPLE_AT,
    actor: "store",
    picked: found,
  });
  expect(model.effects.counts).toEqual([]);
  expect(model.effects.ledger).toMatchObject([{ kind: "adjust", delta: -1 }]);
});
