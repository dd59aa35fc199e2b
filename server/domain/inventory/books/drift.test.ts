import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import { DRIFT_FIELDS, type Drift, driftCase, driftCause } from "./drift";

const drift: Drift = {
  storeId: 3,
  skuId: 7,
  fields: [
    { field: "reserved", books: 5, truth: 4 },
    { field: "onHand", books: 9, truth: 12 },
  ],
};

test("driftCause: every field with what is written and what it should be", () => {
  expect(driftCause(drift)).toBe("库存不平：预占账面 5，应为 4；实物账面 9，应为 12");
  const all = driftCause({
    ...drift,
    fields: DRIFT_FIELDS.map((field) => ({ field, books: 1, truth: 0 })),
  });
  expect(all.split("；")).toHaveLength(6);
  expect(all).not.toContain("undefined");
});

test("driftCase: one a cell, with the proposal, due in half an hour", () => {
  expect(driftCase(drift, 1_000 as Instant)).toMatchObject({
    code: "STOCK_DRIFT",
    subject: "cell:3:7",
    storeId: 3,
    orderId: null,
    data: drift,
    dueAt: 1_801_000,
  });
});
