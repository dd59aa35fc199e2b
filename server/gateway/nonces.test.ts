import { expect, test } from "vitest";
import { nonceMemory } from "./nonces";

test("nonceMemory: a second use is seen for at least the window, and forgotten after two", () => {
  const nonces = nonceMemory(1000);
  expect(nonces.take("a", 0)).toBe(true);
  expect(nonces.take("a", 999)).toBe(false);
  expect(nonces.take("b", 999)).toBe(true);
  expect(nonces.take("b", 1990)).toBe(false);
  expect(nonces.take("a", 5000)).toBe(true);
});

test("nonceMemory: what was given back is new again, in either generation", () => {
  const nonces = nonceMemory(1000);
  nonces.take("a", 0);
  nonces.giveBack("a");
  expect(nonces.take("a", 10)).toBe(true);
  nonces.take("turns", 1000);
  nonces.giveBack("a");
  expect(nonces.take("a", 1010)).toBe(true);
});

test("nonceMemory: it forgets the oldest rather than grow", () => {
  const nonces = nonceMemory(1_000_000, 100);
  for (let i = 0; i < 100; i += 1) nonces.take(`n${i}`, 0);
  expect(nonces.take("n0", 0)).toBe(false);
  for (let i = 100; i < 201; i += 1) nonces.take(`n${i}`, 0);
  expect(nonces.take("n0", 0)).toBe(true);
});

test("nonceMemory: a hundred thousand different nonces are a hundred thousand", () => {
  const nonces = nonceMemory(1_000_000);
  const fresh = Array.from({ length: 100_000 }, (_, i) =>
    nonces.take(`7|${i.toString(16)}${"0".repeat(16)}`, 0),
  );
  expect(fresh.every(Boolean)).toBe(true);
});
