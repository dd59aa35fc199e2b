import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { answerHandshake } from "./handshake";

const offered = () => {
  const model = sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 1 }] },
      { parcels: [0], lines: [{ open: 1 }] },
    ],
    parcels: [{ status: "released" }],
  });
  const parcel = model.parcels.get(101)!;
  parcel.handshake = "submitted";
  return { model, parcel };
};

test("answerHandshake: a refusal is a case for everybody in the parcel", () => {
  const { model, parcel } = offered();
  answerHandshake(model, parcel, { to: "rejected", at: SAMPLE_AT });
  expect(model.effects.events.map((e) => [e.kind, e.orderId])).toEqual([
    ["store.rejected", 1],
    ["store.rejected", 2],
  ]);
  expect(model.effects.exceptions.map((e) => e.code)).toEqual(["STORE_REJECTED", "STORE_REJECTED"]);
});

test("answerHandshake: asked for nothing, it says nothing; the first answer stands", () => {
  const { model, parcel } = offered();
  answerHandshake(model, parcel, { to: "accepted", at: SAMPLE_AT });
  answerHandshake(model, parcel, { to: "rejected", at: SAMPLE_AT });
  expect([parcel.handshake, model.effects.exceptions.length]).toEqual(["accepted", 0]);
});
