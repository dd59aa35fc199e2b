import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { inTurns } from "./in-turns";

/** Ask so many times at once; what each was told, in the order they were told. */
function ask(gate: () => Promise<string>, count: number): string[] {
  const told: string[] = [];
  for (let i = 0; i < count; i += 1) void gate().then((how) => told.push(`${i} ${how}`));
  return told;
}

test("so many begin in a turn, the others in the next ones, in the order they came", async () => {
  const gate = inTurns(3, 60_000);
  const told = ask(gate, 8);
  await Promise.resolve();
  expect(told).toEqual(["0 now", "1 now", "2 now"]);
  await nextTurn();
  expect(told).toHaveLength(6);
  await nextTurn();
  await nextTurn();
  expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${i} now`));
});

test("who comes while others wait stands behind them", async () => {
  const gate = inTurns(1, 60_000);
  const first = ask(gate, 3);
  await nextTurn();
  expect(first).toHaveLength(2);
  const second = ask(gate, 1);
  await Promise.resolve();
  expect(second).toEqual([]);
  for (let i = 0; i < 3; i += 1) await nextTurn();
  expect([first.length, second.length]).toEqual([3, 1]);
});

test("whoever waited too long is told so and takes nobody's place", async () => {
  const gate = inTurns(1, -1);
  const told = ask(gate, 4);
  await nextTurn();
  await nextTurn();
  expect(told).toEqual(["0 now", "1 late", "2 late", "3 late"]);
});

test("a quiet door lets everybody in at once", async () => {
  const gate = inTurns(1, 60_000);
  for (let i = 0; i < 3; i += 1) {
    const told = ask(gate, 1);
    await Promise.resolve();
    expect(told).toEqual(["0 now"]);
    await nextTurn();
    await nextTurn();
  }
});

test("a line that never empties keeps nobody whom it let in", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const gate = inTurns(1, 60_000);
  const told: string[] = [];
  const asked = Array.from({ length: 50 }, (_, i) => {
    const promise = gate();
    void promise.then((how) => told.push(`${i} ${how}`));
    return new WeakRef(promise);
  });
  for (let i = 0; i < 30; i += 1) await nextTurn();
  collect();
  const [passed, kept] = [told.length, asked.filter((promise) => promise.deref()).length];
  expect(passed).toBeGreaterThan(20);
  expect(passed).toBeLessThan(50);
  expect(kept).toBe(50 - passed);
});
