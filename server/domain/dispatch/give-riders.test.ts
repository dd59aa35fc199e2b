import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import type { ParcelState } from "../lifecycle";
import { giveRiders, type OpenParcel, type StoreRider } from "./give-riders";

const here = { lngE6: 120_150_000, latE6: 30_250_000 };
const rider = (id: number, more: Partial<StoreRider> = {}): StoreRider => ({
  id,
  name: `R${id}`,
  storeId: 7,
  capacity: 2,
  load: 0,
  coldBox: false,
  ...here,
  ...more,
});
const open = (id: number, zones: string[] | null = ["ambient"]): OpenParcel => ({
  id,
  storeId: 7,
  zones,
});
const model = () =>
  sampleModel({
    orders: [{ parcels: [0, 1, 2], lines: [{ open: 3 }] }],
    parcels: [{}, {}, {}],
  });
const world = (change: (parcel: ParcelState) => void = () => undefined) => {
  const { parcels } = model();
  const first = parcels.get(101);
  if (first) change(first);
  return {
    parcelOf: (id: number) => parcels.get(id),
    storeOf: (id: number) => (id === 7 ? here : undefined),
  };
};
const three = [open(101), open(102), open(103)];

test("giveRiders: whoever gets a parcel has less room for the next, and nobody more than he has", () => {
  const riders = [rider(1), rider(2, { capacity: 1 })];
  const picks = giveRiders(three, riders, world());
  expect(picks.map((p) => [p.parcel.id, p.choice.riderId])).toEqual([
    [101, 1],
    [102, 2],
    [103, 1],
  ]);
  expect(riders.map((r) => r.load)).toEqual([0, 0]);
  expect(giveRiders(three, [rider(1)], world()).map((p) => p.parcel.id)).toEqual([101, 102]);
});

test("giveRiders: only riders of its store, and frozen goods only in a cold box", () => {
  expect(giveRiders([open(101)], [rider(1, { storeId: 8 })], world())).toEqual([]);
  const frozen = giveRiders([open(101, ["ambient", "frozen"])], [rider(1)], world());
  expect(frozen).toEqual([]);
  const [pick] = giveRiders(
    [open(101, ["frozen"])],
    [rider(1), rider(2, { coldBox: true })],
    world(),
  );
  expect(pick?.choice.riderId).toBe(2);
  expect(giveRiders([open(101, null)], [rider(1)], world())).toHaveLength(1);
});

const task = (status: NonNullable<ParcelState["task"]>["status"]): ParcelState["task"] => ({
  id: 9,
  riderId: 5,
  status,
  factAt: null,
  pickedUpAt: null,
  deliveredAt: null,
  version: 1,
});
test.each<[string, (parcel: ParcelState) => void, number]>([
  ["one a rider has", (p) => Object.assign(p, { task: task("assigned") }), 0],
  ["one a rider gave back", (p) => Object.assign(p, { task: task("carrier_cancelled") }), 1],
  ["one no rider found", (p) => Object.assign(p, { task: task("pickup_failed") }), 1],
  ["one that was cancelled", (p) => Object.assign(p, { status: "cancelled" }), 0],
  ["one that has left", (p) => Object.assign(p, { handedOverAt: SAMPLE_AT }), 0],
])("giveRiders: %s", (_, change, given) => {
  expect(giveRiders([open(101)], [rider(1)], world(change))).toHaveLength(given);
});

test("giveRiders: a parcel or a store nobody knows waits", () => {
  expect(giveRiders([open(999)], [rider(1)], world())).toEqual([]);
  const nowhere = { ...open(101), storeId: 8 };
  expect(giveRiders([nowhere], [rider(1, { storeId: 8 })], world())).toEqual([]);
});
