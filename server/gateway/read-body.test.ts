import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { bodyBudget } from "./body-budget";
import { readBody } from "./read-body";

const stream = () => new PassThrough() as PassThrough & IncomingMessage;

test("readBody: charges what it holds, and no more than all may hold together", async () => {
  const budget = bodyBudget(10);
  const [first, second] = [stream(), stream()];
  const readings = [readBody(first, 8, budget), readBody(second, 8, budget)];
  first.end("123456");
  second.end("123456");
  const [one, two] = await Promise.all(readings);
  expect(one).toMatchObject({ charged: 6, body: { ok: true } });
  expect(two).toEqual({ charged: 0, body: { ok: false, code: "FULL" } });
  budget.give(6);
  expect(budget.take(10)).toBe(true);
});

test("readBody: one who hung up before he was looked up is not waited for", async () => {
  const request = stream();
  request.on("error", () => undefined);
  request.destroy();
  await new Promise((done) => setImmediate(done));
  expect(await readBody(request, 50, bodyBudget(100))).toEqual({
    charged: 0,
    body: { ok: false, code: "ABORTED" },
  });
});

test("readBody: one that is too large is thrown away and charged nothing", async () => {
  const budget = bodyBudget(100);
  const request = stream();
  const reading = readBody(request, 4, budget);
  request.write("123");
  request.end("45");
  expect(await reading).toEqual({ charged: 0, body: { ok: false, code: "TOO_LARGE" } });
  expect(budget.take(100)).toBe(true);
});

test("readBody: one that breaks off is told as such, and keeps its charge until it is given back", async () => {
  const budget = bodyBudget(100);
  const request = stream();
  const reading = readBody(request, 50, budget);
  request.write("123");
  await new Promise((done) => setImmediate(done));
  request.destroy();
  const { body, charged } = await reading;
  expect(body).toEqual({ ok: false, code: "ABORTED" });
  budget.give(charged);
  expect(budget.take(100)).toBe(true);
});
