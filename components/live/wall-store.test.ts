import { expect, test } from "vitest";
import type { WallData, WallSnapshot } from "@/server/domain/live/wall";
import { WallStore } from "./wall-store";

const data = {
  phases: [{ code: "picking", count: 1 }],
  oversold: { today: 0, cleanDays: 3 },
} as unknown as WallData;
const snapshot: WallSnapshot = {
  epoch: "e1",
  seq: 5,
  ts: 1_000,
  build: "b",
  metricsVersion: "m1",
  data,
};
const delta = (seq: number, set: Partial<WallData>, epoch = "e1") => ({
  epoch,
  seq,
  ts: 2_000,
  set,
});

function storeWith(): WallStore {
  const store = new WallStore();
  store.noteArrival(1_000, 1_100);
  store.replace(snapshot);
  return store;
}

test("store: a delta replaces its section and keeps the identity of the others", () => {
  const store = storeWith();
  const before = store.data();
  expect(store.apply([delta(6, { phases: [{ code: "picking", count: 2 }] })])).toBe(true);
  expect(store.data()?.phases[0]?.count).toBe(2);
  expect(store.data()?.oversold).toBe(before?.oversold);
  expect(store.link().ts).toBe(2_000);
});

test("store: a section sent again unchanged keeps its identity", () => {
  const store = storeWith();
  const before = store.data()?.phases;
  store.apply([delta(6, { phases: [{ code: "picking", count: 1 }] })]);
  expect(store.data()?.phases).toBe(before);
});

test("store: a gap applies what came before it and reports the loss", () => {
  const store = storeWith();
  const whole = store.apply([
    delta(6, { phases: [{ code: "picking", count: 6 }] }),
    delta(8, { phases: [{ code: "picking", count: 8 }] }),
  ]);
  expect(whole).toBe(false);
  expect(store.snapshot()?.seq).toBe(6);
  expect(store.data()?.phases[0]?.count).toBe(6);
});

test("store: another epoch is a loss, an old delta is not", () => {
  const store = storeWith();
  expect(store.apply([delta(6, {}, "e2")])).toBe(false);
  expect(store.apply([delta(4, {})])).toBe(true);
});

test("store: listeners hear once for a batch and not after they left", () => {
  const store = storeWith();
  let heard = 0;
  const leave = store.subscribe(() => heard++);
  store.apply([delta(6, { oversold: { today: 1, cleanDays: 0 } }), delta(7, {})]);
  expect(heard).toBe(1);
  leave();
  store.apply([delta(8, {})]);
  expect(heard).toBe(1);
});
