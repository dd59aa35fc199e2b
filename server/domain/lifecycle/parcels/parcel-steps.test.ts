import { expect, test } from "vitest";
import type { Instant } from "@/server/domain/kernel/instant";
import { SAMPLE_AT, sampleModel } from "../../../../tests/samples/sample-model";
import { advanceParcel, PARCEL_WAY } from "./parcel-steps";

const at = (minute: number) => (SAMPLE_AT + minute * 60_000) as Instant;
const two = () =>
  sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 3, paidFen: 1_000 }] },
      { parcels: [0], lines: [{ open: 1, sku: 2 }] },
    ],
    parcels: [{ status: "released" }],
  });

test("advanceParcel: any two reports in either order end the same; the earlier step is late", () => {
  for (const first of PARCEL_WAY) {
    for (const second of PARCEL_WAY) {
      const [one, other] = [two(), two()];
      advanceParcel(one, one.parcels.get(101)!, { to: first, at: at(1), actor: "store" });
      const outcome = advanceParcel(one, one.parcels.get(101)!, {
        to: second,
        at: at(2),
        actor: "store",
      });
      advanceParcel(other, other.parcels.get(101)!, { to: second, at: at(2), actor: "store" });
      advanceParcel(other, other.parcels.get(101)!, { to: first, at: at(1), actor: "store" });
      expect(one.parcels.get(101)?.status).toBe(other.parcels.get(101)?.status);
      if (PARCEL_WAY.indexOf(second) <= PARCEL_WAY.indexOf(first)) expect(outcome).toBe("late");
    }
  }
});

test("advanceParcel: a step that is skipped still happens: handing over packs and sells", () => {
  const model = two();
  advanceParcel(model, model.parcels.get(101)!, { to: "handed_over", at: at(9), actor: "rider" });
  expect(model.parcels.get(101)).toMatchObject({ pickedAt: at(9), handedOverAt: at(9) });
  expect(model.effects.packages).toHaveLength(1);
  expect(model.effects.stock.get("7:1")).toMatchObject({ reserved: -3, onHand: -3 });
  expect(model.orders.get(1)?.stock).toBe("consumed");
});

test("advanceParcel: what was not found leaves the order, the promise and the books, and is owed", () => {
  const model = two();
  const picked = [{ orderId: 1, lineNo: 1, picked: 1 }];
  advanceParcel(model, model.parcels.get(101)!, {
    to: "picked",
    at: at(3),
    actor: "store",
    picked,
  });
  expect(model.orders.get(1)?.lines[0]).toMatchObject({ open: 1, cancelled: 2 });
  expect(model.effects.stock.get("7:1")).toMatchObject({ reserved: -3, picked: 1, onHand: -2 });
  expect(model.effects.exceptions).toMatchObject([
    { code: "OUT_OF_STOCK", orderId: 1, riskFen: 667 },
  ]);
  const told = model.effects.events.map((e) => [e.orderId, e.kind, e.payload.short]);
  expect(told).toEqual([
    [1, "parcel.picked", 2],
    [2, "parcel.picked", undefined],
  ]);
});

test("advanceParcel: a member of which nothing was found is told, and leaves the others alone", () => {
  const model = two();
  const picked = [{ orderId: 1, lineNo: 1, picked: 0 }];
  advanceParcel(model, model.parcels.get(101)!, {
    to: "packed",
    at: at(3),
    actor: "store",
    picked,
  });
  expect(model.effects.events.map((e) => [e.orderId, e.kind])).toEqual([
    [1, "parcel.cancelled"],
    [2, "parcel.packed"],
  ]);
  expect(model.orders.get(1)).toMatchObject({ fulfil: "cancelled", stock: "released" });
  expect(model.orders.get(2)).toMatchObject({ fulfil: "packed", stock: "reserved" });
  expect(model.parcels.get(101)).toMatchObject({ status: "packed", members: 1 });
});

test("advanceParcel: nothing found at all ends the parcel; later reports come too late", () => {
  const model = two();
  const none = [1, 2].map((orderId) => ({ orderId, lineNo: 1, picked: 0 }));
  const parcel = model.parcels.get(101)!;
  expect(
    advanceParcel(model, parcel, { to: "picked", at: at(3), actor: "store", picked: none }),
  ).toBe("done");
  expect(parcel.status).toBe("cancelled");
  expect(advanceParcel(model, parcel, { to: "packed", at: at(4), actor: "store" })).toBe("over");
});

test("advanceParcel: short in this parcel is taken from this parcel, not from pieces that lie elsewhere", () => {
  const model = sampleModel({
    orders: [{ parcels: [0, 1], lines: [{ open: 2, short: 1 }] }],
    parcels: [{ status: "released" }, { status: "released" }],
  });
  const picked = [{ orderId: 1, lineNo: 1, picked: 0 }];
  advanceParcel(model, model.parcels.get(102)!, {
    to: "picked",
    at: at(3),
    actor: "store",
    picked,
  });
  expect(model.orders.get(1)?.lines[0]).toMatchObject({ unassigned: 1, open: 1, cancelled: 1 });
  expect(model.parcels.get(101)?.lines[0]).toMatchObject({ qty: 1, cancelled: 0 });
  expect(model.parcels.get(102)?.status).toBe("cancelled");
});

test("advanceParcel: our own order is complete when all its parcels are there, a platform's when it says so", () => {
  const run = (owner: "self" | "platform") => {
    const model = sampleModel({
      orders: [{ owner, parcels: [0, 1], lines: [{ open: 2 }] }],
      parcels: [{}, {}],
    });
    advanceParcel(model, model.parcels.get(101)!, { to: "fulfilled", at: at(3), actor: "rider" });
    const halfway = model.orders.get(1)?.trade;
    advanceParcel(model, model.parcels.get(102)!, { to: "fulfilled", at: at(4), actor: "rider" });
    return [halfway, model.orders.get(1)?.trade, model.orders.get(1)?.deliveredAt];
  };
  expect(run("self")).toEqual(["paid", "completed", at(4)]);
  expect(run("platform")).toEqual(["paid", "paid", at(4)]);
});

test("advanceParcel: who fetches it himself has it when it is handed over: nothing is on its way", () => {
  const model = sampleModel({
    orders: [{ owner: "pickup", parcels: [0], lines: [{ open: 1 }] }],
    parcels: [{ status: "ready" }],
  });
  const parcel = model.parcels.get(101)!;
  parcel.deliveryOwner = "pickup";
  model.orders.get(1)!.trade = "accepted";
  advanceParcel(model, parcel, { to: "handed_over", at: at(1), actor: "store" });
  expect(parcel.status).toBe("fulfilled");
  expect(model.orders.get(1)).toMatchObject({ trade: "completed", fulfil: "fulfilled" });
  expect(model.effects.events.map((e) => e.kind)).toEqual(["parcel.fulfilled"]);
});
