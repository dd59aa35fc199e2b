import { expect, test } from "vitest";
import { namesOf, newMembers, oldMembers, releasedCounters } from "./parcel-story";
import type { OpenParcel } from "./plan-parcels";

const nameOf = (id: number) => ({ channel: "app", externalNo: `A${id}`, daySeq: id });
const parcel = (change: object) =>
  ({
    id: 101,
    storeId: 7,
    status: "released",
    exists: true,
    people: [{ orderId: 1 }, { orderId: 2 }],
    joined: [{ orderId: 2, reason: "同户门" }],
    ...change,
  }) as unknown as OpenParcel;

test("newMembers: at the first merge everybody, later those who joined", () => {
  const how = { nameOf, now: 5 };
  const first = newMembers(parcel({}), { ...how, isFirstMerge: true });
  expect(first.map((m) => [m.orderId, m.reason])).toEqual([
    [1, "首单"],
    [2, "同户门"],
  ]);
  const later = newMembers(parcel({}), { ...how, isFirstMerge: false });
  expect(later.map((m) => m.orderId)).toEqual([2]);
});

test("oldMembers: who was there before hears of who joined; in a new parcel nobody was", () => {
  expect(oldMembers([parcel({})], nameOf)).toEqual([
    { orderId: 1, parcelId: 101, storeId: 7, payload: { with: ["APP#2"], reason: "同户门" } },
  ]);
  expect(oldMembers([parcel({ exists: false })], nameOf)).toEqual([]);
});

test("releasedCounters: an order counts once, as merged when any of its parcels is shared", () => {
  const alone = parcel({ id: 102, people: [{ orderId: 1 }], joined: [], exists: false });
  const orders = [1, 2, 3].map((id) => ({ id, channel: "app", storeId: null }));
  const counted = releasedCounters([alone, parcel({})], orders, 5);
  expect(counted.map((c) => [c.storeId, c.mergedOrders])).toEqual([
    [0, 1],
    [0, 1],
  ]);
  expect(releasedCounters([parcel({ status: "open" })], orders, 5)).toEqual([]);
  expect(releasedCounters([parcel({ joined: [] })], orders, 5)).toEqual([]);
});

test("namesOf: orders of the batch and of parcels they may join; nobody else is named", () => {
  const of = namesOf([{ id: 1, ...nameOf(1) }], [{ orderId: 2, ...nameOf(2) }]);
  expect([of(1).externalNo, of(2).externalNo]).toEqual(["A1", "A2"]);
  expect(() => of(3)).toThrow("order 3 of a merge");
});
