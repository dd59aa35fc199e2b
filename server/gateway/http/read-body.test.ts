import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { bodyBudget } from "./body-budget";
import { readBody } from "./read-body";

const stream = () => new PassThrough() as PassThrough & IncomingMessage;
const FULL = { ok: false, code: "FULL" };
/** Whether so much can be had at this moment, with nobody making way. */
const isFree = (budget: ReturnType<typeof bodyBudget>, bytes: number): boolean => {
  const reading = budget.begin(() => undefined);
  const isTaken = reading.take(bytes);
  reading.give();
  return isTaken;
};

test("readBody: charges what it holds until it is given back; what is whole makes way for nobody", async () => {
  const budget = bodyBudget(10, 9);
  const [first, second] = [stream(), stream()];
  first.end("123456");
  const one = await readBody(first, 8, budget);
  const reading = readBody(second, 8, budget);
  second.end("123456");
  expect(one.body).toMatchObject({ ok: true });
  expect((await reading).body).toEqual(FULL);
  await nextTurn(); // Streams close after their end.
  expect(isFree(budget, 5)).toBe(false);
  one.reading?.give();
  expect(isFree(budget, 10)).toBe(true);
});

test("readBody: whoever has been sending for longest makes way for who comes", async () => {
  const budget = bodyBudget(10, 9);
  const [slow, slower, quick] = [stream(), stream(), stream()];
  const readings = [slow, slower, quick].map((one) => readBody(one, 8, budget));
  slow.write("1234");
  slower.write("1234");
  await nextTurn();
  quick.end("12345");
  expect(await readings[0]).toMatchObject({ body: FULL });
  expect(await readings[2]).toMatchObject({ body: { ok: true } });
  slower.end("5");
  expect(await readings[1]).toMatchObject({ body: { ok: true } });
});

test("readBody: there are so many places for who sends, and the oldest is left for the newest", async () => {
  const budget = bodyBudget(100, 2);
  const [first, second, third] = [stream(), stream(), stream()];
  const readings = [first, second, third].map((one) => readBody(one, 8, budget));
  expect(await readings[0]).toMatchObject({ body: FULL });
  third.end("1");
  second.end("2");
  expect(await readings[1]).toMatchObject({ body: { ok: true } });
  expect(await readings[2]).toMatchObject({ body: { ok: true } });
});

test("readBody: one who hung up before he was looked up is not waited for", async () => {
  const request = stream();
  request.on("error", () => undefined);
  request.destroy();
  await nextTurn();
  expect(await readBody(request, 50, bodyBudget(100, 9))).toEqual({
    reading: null,
    body: { ok: false, code: "ABORTED" },
  });
});

test("readBody: one that is too large is thrown away and charged nothing", async () => {
  const budget = bodyBudget(100, 9);
  const request = stream();
  const reading = readBody(request, 4, budget);
  request.write("123");
  request.write("45");
  await nextTurn();
  expect(isFree(budget, 100)).toBe(true);
  request.end("6");
  expect((await reading).body).toEqual({ ok: false, code: "TOO_LARGE" });
  expect(isFree(budget, 100)).toBe(true);
});

test("readBody: one that breaks off is told as such, and charged nothing", async () => {
  const budget = bodyBudget(100, 9);
  const request = stream();
  const reading = readBody(request, 50, budget);
  request.write("123");
  await nextTurn();
  request.destroy();
  expect((await reading).body).toEqual({ ok: false, code: "ABORTED" });
  expect(isFree(budget, 100)).toBe(true);
});
