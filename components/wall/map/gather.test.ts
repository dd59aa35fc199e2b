import { expect, test } from "vitest";
import { gatherAtStores } from "./gather";

const store = { x: 100, y: 100 };

test("gatherAtStores: who waits at a shop stands around it, apart from the others; who rides stays", () => {
  const riders = [
    { id: 1, x: 101, y: 100 },
    { id: 2, x: 100, y: 99 },
    { id: 3, x: 160, y: 100 },
  ];
  const [a, b, far] = gatherAtStores(riders, [store], { near: 16, ring: 20 });
  expect(far).toEqual(riders[2]);
  for (const one of [a, b]) {
    expect(Math.hypot((one?.x ?? 0) - 100, (one?.y ?? 0) - 100)).toBeCloseTo(20);
  }
  expect(Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0))).toBeGreaterThan(8);
});

test("gatherAtStores: thirty at one shop still have thirty places", () => {
  const riders = Array.from({ length: 30 }, (_, id) => ({ id, ...store }));
  const spots = gatherAtStores(riders, [store], { near: 16, ring: 20 }).map(
    (r) => `${r.x.toFixed(2)}|${r.y.toFixed(2)}`,
  );
  expect(new Set(spots).size).toBe(30);
});
