import { expect, test } from "vitest";
import { mayStart } from "./may-start";

const READY = { trade: "accepted", review: "approved", stock: "reserved", holds: 0 } as const;

test("mayStart: an order that is ours, reviewed, whole and held by nobody", () => {
  expect(mayStart(READY)).toBe(true);
  expect(mayStart({ ...READY, stock: "unreserved" })).toBe(true);
});

test("mayStart: one that its channel completed early keeps nobody waiting", () => {
  expect(mayStart({ ...READY, trade: "completed" })).toBe(true);
});

test.each([
  { trade: "paid" },
  { trade: "cancelling" },
  { review: "pending_review" },
  { stock: "short" },
  { holds: 1 },
] as const)("mayStart: one thing that is not so is enough: %o", (change) => {
  expect(mayStart({ ...READY, ...change })).toBe(false);
});
