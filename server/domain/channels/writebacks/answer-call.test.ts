import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import {
  answerTo,
  endCall,
  failedCallCase,
  givenUp,
  isSuperseded,
  type Writeback,
} from "./answer-call";

const call: Writeback = {
  id: 1,
  accountId: 4,
  orderId: 41,
  externalNo: "M1",
  trade: "paid",
  kind: "confirm",
  attempts: 1,
  answer: null,
};
const no = { cause: "state changed", isRefused: true };
const away = { cause: "timeout", isRefused: false };

test("answerTo: trouble is tried again, later each time, and never in doubt while it is", () => {
  expect([1, 2, 7, 29].map((attempts) => answerTo({ ...call, attempts }, away).retryMs)).toEqual([
    500, 1_000, 40_000, 40_000,
  ]);
  expect(answerTo(call, away)).toMatchObject({ state: "waiting", isInDoubt: false });
  expect(answerTo({ ...call, attempts: 30 }, away)).toMatchObject({
    state: "failed",
    isInDoubt: true,
  });
});

test("answerTo: a no is believed at the fourth time, and only in the same words as before", () => {
  const fourth = { ...call, attempts: 4 };
  expect(answerTo({ ...fourth, answer: no.cause }, no)).toMatchObject({ state: "failed" });
  expect(answerTo({ ...fourth, answer: "other words" }, no).state).toBe("waiting");
  expect(answerTo({ ...call, attempts: 3, answer: no.cause }, no)).toMatchObject({
    state: "waiting",
    isInDoubt: true,
  });
});

test("answerTo: long words are cut, and are the same words when they come again", () => {
  const long = { cause: "x".repeat(400), isRefused: true };
  const first = answerTo(call, long);
  expect(first.answer).toHaveLength(300);
  expect(answerTo({ ...call, attempts: 4, answer: first.answer }, long).state).toBe("failed");
  expect(givenUp(first, "y".repeat(400))).toMatchObject({ id: 1, state: "failed" });
  expect(givenUp(first, "y".repeat(400)).answer).toHaveLength(300);
});

test("isSuperseded: what is not paid any more needs no confirming; a cancel is made whatever it is", () => {
  expect(isSuperseded(call)).toBe(false);
  expect(isSuperseded({ ...call, trade: "accepted" })).toBe(true);
  expect(isSuperseded({ ...call, kind: "cancel", trade: "accepted" })).toBe(false);
  expect(endCall(call, "superseded", "accepted")).toEqual({
    id: 1,
    state: "superseded",
    answer: "accepted",
    retryMs: 0,
    isInDoubt: false,
  });
});

test("failedCallCase: what could not be told, and the last answer", () => {
  const answer = answerTo({ ...call, attempts: 30 }, away);
  const confirm = failedCallCase(call, answer, 0 as Instant);
  expect(confirm).toMatchObject({
    code: "WRITEBACK_FAILED",
    subject: "order:41:confirm",
    orderId: 41,
    accountId: 4,
    cause: "平台单 M1 回写接单失败：timeout",
    dueAt: 300_000,
  });
  const cancel = failedCallCase({ ...call, kind: "cancel" }, answer, 0 as Instant);
  expect(cancel.cause).toContain("回写取消失败");
});
