import { expect, test } from "vitest";
import { SAMPLE_AT, SAMPLE_BUYER, sampleModel } from "@/tests/samples/sample-model";
import type { Fulfil } from "../../orders";
import { followMembers } from "./follow-members";

const AWAY = { ...SAMPLE_BUYER, doorKey: "dd", lngE6: 3 };
function after(status: Fulfil, doors: readonly string[], because: "told" | "left" = "left") {
  const model = sampleModel({
    orders: doors.map(() => ({ parcels: [0], lines: [{ open: 1 }] })),
    parcels: [{ status, rider: 1 }],
  });
  doors.forEach((door, i) => {
    model.orders.get(i + 1)!.buyer = door === "d0" ? SAMPLE_BUYER : { ...AWAY, doorKey: door };
  });
  followMembers(model, model.parcels.get(101)!, { at: SAMPLE_AT, because });
  return model;
}

test("followMembers: who is left alone takes the parcel along, and its case is over", () => {
  const { effects, parcels } = after("picking", ["dd"]);
  expect(effects.doors).toEqual([{ parcelId: 101, doorKey: "dd", lngE6: 3, latE6: 2 }]);
  expect(effects.closedCases).toEqual([
    { code: "CONTACT_CHANGED", subject: "order:1", outcome: "moved" },
  ]);
  expect([parcels.get(101)?.task?.version, effects.events.map((e) => e.kind)]).toEqual([
    2,
    ["parcel.moved"],
  ]);
});

test("followMembers: not two ways at once, not from the rider's hands, not for nothing", () => {
  for (const [status, doors] of [
    ["open", ["d0", "dd"]],
    ["handed_over", ["dd"]],
    ["open", ["d0"]],
  ] as const)
    expect(after(status, doors).effects.doors).toEqual([]);
});

test("followMembers: something new was told, so the terminal prints it anew behind the same door", () => {
  expect(after("open", ["d0", "d0"], "told").effects.doors).toHaveLength(1);
});
