import { expect, test } from "vitest";
import { type CandidateRow, openParcels } from "./open-parcels";

const row: CandidateRow = {
  id: 101,
  storeId: 7,
  parcelClass: "regular",
  deliveryOwner: "self",
  doorKey: "cc",
  promiseFrom: null,
  promiseAt: 1,
  weightGrams: 500,
  volumeMl: 600,
  mergeGroupId: null,
  status: "open",
  version: 1,
  orderId: 1,
  externalNo: "A1",
  channel: "app",
  daySeq: 1,
  phoneKey: "aa",
  maskKey: null,
  nameMasked: "顾**",
  tags: null,
  holds: 0,
  leftIds: null,
};

test("openParcels: one parcel with everybody who is in it; one who waits for people holds it", () => {
  const other = { ...row, orderId: 2, daySeq: 2, holds: 1 };
  const [parcel, ...more] = openParcels([row, other]);
  expect(more).toEqual([]);
  expect(parcel).toMatchObject({ held: true, exists: true, labels: ["APP#1", "APP#2"] });
  expect(parcel?.people.map((p) => [p.orderId, p.surname, p.tags])).toEqual([
    [1, "顾", []],
    [2, "顾", []],
  ]);
});
