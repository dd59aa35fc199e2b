import { expect, test } from "vitest";
import { toldAlready } from "./told-already";

const never = () => Promise.reject(new Error("asked to store what is stored"));
const stored = () => Promise.resolve();

test("toldAlready: the same bytes are stored once, and answered as often as they come", async () => {
  const told = toldAlready();
  expect(await told.once("a", 0, stored)).toBe("stored");
  expect(await told.once("a", 5, never)).toBe("again");
  expect(await told.once("b", 6, stored)).toBe("stored");
});

test("toldAlready: a second telling waits for the first to be durable, and fails with it", async () => {
  const told = toldAlready();
  let fail: (error: Error) => void = () => undefined;
  const first = told.once("a", 0, () => new Promise((_, reject) => (fail = reject)));
  const second = told.once("a", 1, never);
  fail(new Error("no database"));
  await expect(first).rejects.toThrow("no database");
  await expect(second).rejects.toThrow("no database");
  expect(await told.once("a", 2, stored)).toBe("stored");
});

test("toldAlready: what is old or too much is forgotten, what is young is not", async () => {
  const told = toldAlready(2, 1_000);
  await told.once("a", 0, stored);
  await told.once("b", 0, stored);
  await told.once("c", 0, stored);
  expect(await told.once("a", 1, never)).toBe("again");
  await told.once("d", 1, stored);
  await told.once("e", 1, stored);
  expect(await told.once("a", 2, stored)).toBe("stored");
  expect(await told.once("e", 5_000, stored)).toBe("stored");
});
