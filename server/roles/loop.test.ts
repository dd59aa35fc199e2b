import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loopBoard } from "../domain/live/loop-board";
import { startLoop } from "./loop";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const silent = {
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  loops: loopBoard(Date.now),
};

/** A loop whose rounds do what the list says, then nothing; `rounds()` tells how many there were. */
function looping(done: number[], restMs: number, paceMs?: () => number) {
  let rounds = 0;
  const work = () => Promise.resolve(done[rounds++] ?? 0);
  const loop = startLoop("test", silent, { restMs, work, ...(paceMs ? { paceMs } : {}) });
  return { loop, rounds: () => rounds };
}

test("loop: goes on at once while there is work, then rests", async () => {
  const { loop, rounds } = looping([3, 2, 0], 1_000);
  await vi.advanceTimersByTimeAsync(0);
  expect(rounds()).toBe(3);
  await vi.advanceTimersByTimeAsync(999);
  expect(rounds()).toBe(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(rounds()).toBe(4);
  void loop.stop();
});

test("loop: a poke ends the rest after nothing, and is not lost while a round runs", async () => {
  const { loop, rounds } = looping([0], 1_000);
  await vi.advanceTimersByTimeAsync(100);
  loop.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(rounds()).toBe(2);
  loop.poke();
  loop.poke();
  await vi.advanceTimersByTimeAsync(15);
  expect(rounds()).toBe(3);
  void loop.stop();
});

test("loop: the pace after work is kept, whoever pokes, so that more comes in together", async () => {
  const { loop, rounds } = looping([5, 5], 1_000, () => 40);
  await vi.advanceTimersByTimeAsync(0);
  loop.poke();
  await vi.advanceTimersByTimeAsync(39);
  expect(rounds()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(rounds()).toBe(2);
  void loop.stop();
});

test("loop: a failure is tried again, later each time; stop ends any rest", async () => {
  let tries = 0;
  const loop = startLoop("test", silent, {
    restMs: 10,
    work: () => {
      tries += 1;
      return Promise.reject(new Error("away"));
    },
  });
  await vi.advanceTimersByTimeAsync(499);
  expect(tries).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(tries).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(tries).toBe(3);
  const stopped = loop.stop();
  await vi.advanceTimersByTimeAsync(0);
  await stopped;
  expect(tries).toBe(3);
});
