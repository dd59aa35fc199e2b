import { expect, test } from "vitest";
import { SAMPLE_AT, SAMPLE_STORE, sampleModel } from "@/tests/samples/sample-model";
import type { ParcelPlan } from "../../fulfilment";
import { addPlanned, type PlacedAgain, takeGrants } from "./take-grants";

const planned = (exists: boolean) =>
  ({
    parcels: [
      {
        id: exists ? 101 : 500,
        storeId: SAMPLE_STORE,
        status: exists ? "open" : "released",
        deliveryOwner: "self",
        mergeGroupId: null,
        promiseAt: SAMPLE_AT,
        weightGrams: 100,
        people: [{ orderId: 1 }],
        exists,
      },
    ],
    parts: [{ parcelId: exists ? 101 : 500, orderId: 1, lineNo: 1, skuId: 1, qty: 1 }],
  }) as unknown as Pick<ParcelPlan, "parcels" | "parts">;

const again = (granted: number, change: Partial<PlacedAgain> = {}) => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 0, short: 2 }, { open: 1 }] }],
    parcels: [{}],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  const grant = { orderId: 1, lineNo: 1, storeId: SAMPLE_STORE, draws: [], qty: 2, granted };
  const row = { orderId: 1, lineNo: 1, part: 0, storeId: SAMPLE_STORE, skuId: 1, per: 1 };
  const placed: PlacedAgain = {
    plan: planned(false),
    grantsOf: () => [grant],
    promised: [{ ...row, qty: granted, expiresAt: null }],
    late: new Set(),
    at: SAMPLE_AT,
    ...change,
  };
  return { model, order, placed };
};

test("takeGrants: what was granted is open and promised; what is missing is a case", () => {
  const { model, order, placed } = again(1);
  addPlanned(model, placed);
  takeGrants(model, order, { ...placed, event: "order.placed_again", by: "u1" });
  expect(order.lines[0]).toMatchObject({ open: 1, unassigned: 1 });
  expect(order).toMatchObject({ stock: "short", fulfil: "open" });
  expect(model.effects.exceptions).toMatchObject([{ code: "OUT_OF_STOCK", riskFen: 300 }]);
  expect(model.effects.events.at(-1)).toMatchObject({ kind: "order.placed_again", actor: "u1" });
});

test("takeGrants: paid after its goods were given back is a case of its own", () => {
  const { model, order, placed } = again(0, { late: new Set([1]) });
  takeGrants(model, order, { ...placed, event: "order.paid", by: "channel" });
  expect(model.effects.exceptions.map((e) => e.code)).toEqual(["PAY_AFTER_TIMEOUT"]);
});

test("takeGrants: what a till sold leaves the store with the order that is over", () => {
  const { model, order, placed } = again(2);
  Object.assign(order, { isTill: true, trade: "completed" });
  const plan = planned(false);
  plan.parts[0]!.qty = 2;
  const promised = placed.promised.map((r) => ({ ...r, isPicked: true }));
  addPlanned(model, { ...placed, plan });
  takeGrants(model, order, { ...placed, promised, event: "order.placed_again", by: "u1" });
  expect(model.parcels.get(500)?.status).toBe("fulfilled");
  expect(order.lines[0]).toMatchObject({ open: 0, fulfilled: 2 });
});

test("addPlanned: who joins a parcel makes a change of it; a new one is as it was written", () => {
  const { model, placed } = again(1);
  addPlanned(model, { ...placed, plan: planned(true) });
  expect(model.parcels.get(101)).toMatchObject({ version: 2, members: 1 });
  addPlanned(model, placed);
  expect(model.parcels.get(500)).toMatchObject({ version: 1, handshake: "submitted" });
  expect(model.effects.changedParcels.size).toBe(0);
});
