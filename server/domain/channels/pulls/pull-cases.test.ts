import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import { lostOrderCase, missingRefundCase } from "./pull-cases";

const pull = { accountId: 4, externalNo: "M1" };
const now = 0 as Instant;

test("missingRefundCase: one a refund, of an order that is nowhere yet", () => {
  expect(missingRefundCase(pull, "R9", now)).toMatchObject({
    code: "MONEY_DRIFT",
    subject: "refund:4:R9",
    accountId: 4,
    orderId: null,
    data: { externalNo: "M1", refundId: "R9" },
    dueAt: 1_800_000,
  });
});

test("lostOrderCase: one an order, in the platform's words", () => {
  expect(lostOrderCase(pull, "order not exist", now)).toMatchObject({
    code: "INGEST_FAILED",
    subject: "pull:4:M1",
    cause: "平台单 M1 拉取不到：order not exist",
  });
});
