import { expect, test } from "vitest";
import { isRule } from "./judge-rule";

const rule = { accountId: 1, shareBps: 10_000, cap: null, riskBps: 100, rank: 99 };

test("isRule: the whole, a cap or none, a risk we have a number for", () => {
  expect(isRule(rule)).toBe(true);
  expect(isRule({ ...rule, shareBps: 0, cap: 0, riskBps: 1_000, rank: 0 })).toBe(true);
});

test.each([
  { shareBps: 10_001 },
  { shareBps: -1 },
  { shareBps: 33.5 },
  { cap: -1 },
  { cap: 1.5 },
  { riskBps: 101 },
  { rank: 100 },
  { rank: -1 },
  { shareBps: Number.NaN },
])("isRule: %o is none", (change) => {
  expect(isRule({ ...rule, ...change })).toBe(false);
});
