import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { PARCEL_RULES } from "../rules";
import { judgeMerge as judge, type Mergeable } from "./judge-merge";

const judgeMerge = (a: Mergeable, b: Mergeable) => judge(a, b, PARCEL_RULES.merge);

const at = (minutes: number) => (1_795_000_000_000 + minutes * 60_000) as Instant;
const app: Mergeable = {
  storeId: 1,
  deliveryOwner: "self",
  parcelClass: "regular",
  doorKey: "door",
  promiseFrom: null,
  promiseAt: at(40),
  weightGrams: 2000,
  volumeMl: 4000,
  people: [{ orderId: 1, phone: { full: "F", mask: "M" }, surname: "张", tags: [] }],
};
const meituan: Mergeable = {
  ...app,
  promiseAt: at(45),
  people: [{ orderId: 2, phone: { full: null, mask: "M" }, surname: "张", tags: [] }],
};
const person = (change: object) => ({ ...meituan, people: [{ ...meituan.people[0]!, ...change }] });

test("judgeMerge: an APP order and a masked 美团 order for the same door are one parcel", () => {
  expect(judgeMerge(meituan, app)).toMatchObject({ merge: true });
  expect(judgeMerge(app, meituan)).toMatchObject({ merge: true });
});

test.each([
  ["store", { ...meituan, storeId: 2 }],
  ["owner", { ...meituan, deliveryOwner: "platform" as const }],
  ["class", { ...meituan, parcelClass: "frozen" as const }],
  ["door", { ...meituan, doorKey: "other" }],
  ["door", { ...meituan, doorKey: null }],
  ["contact", person({ phone: { full: null, mask: "N" } })],
  ["contact", person({ phone: { full: null, mask: null } })],
  ["name", person({ surname: "李" })],
  ["tags", person({ tags: ["presale"] })],
  ["promise", { ...meituan, promiseFrom: at(39), promiseAt: at(60) }],
  ["weight", { ...meituan, weightGrams: 14_000 }],
  ["volume", { ...meituan, volumeMl: 59_000 }],
])("judgeMerge: never across a difference in %s", (code, incoming) => {
  expect(judgeMerge(incoming, app)).toMatchObject({ merge: false, code });
});

test("judgeMerge: no more than four orders in a parcel", () => {
  const people = [10, 11, 12, 13].map((orderId) => ({ ...app.people[0]!, orderId }));
  expect(judgeMerge(meituan, { ...app, people })).toMatchObject({ merge: false, code: "members" });
});

test("judgeMerge: limits are what it is told", () => {
  const two = { ...PARCEL_RULES.merge, membersMax: 1 };
  expect(judge(meituan, app, two)).toMatchObject({ merge: false, code: "members" });
});
