import { expect, test } from "vitest";
import type { ChannelFact, ChannelOrder, Decoded } from "../message";
import { judgeDetail, retryPull } from "./judge-pull";

const order = (more: Partial<ChannelOrder> = {}): Decoded => ({
  type: "order",
  order: { trade: "paid", degraded: false, ...more } as ChannelOrder,
});
const refund = (refundId: string): Decoded => ({
  type: "fact",
  fact: { kind: "refund", refundId } as ChannelFact,
});

test("judgeDetail: whole, it is kept at the first try", () => {
  expect(judgeDetail({ attempts: 1, refunds: ["R1"] }, [order(), refund("R1")])).toEqual({
    again: null,
    missing: [],
    isLast: false,
  });
});

test("judgeDetail: degraded data is asked for again, later each time, and then has to do", () => {
  const degraded = [order({ degraded: true })];
  const waits = [1, 2, 3, 4].map(
    (attempts) => judgeDetail({ attempts, refunds: [] }, degraded).again?.retryMs,
  );
  expect(waits).toEqual([5_000, 30_000, 120_000, undefined]);
  expect(judgeDetail({ attempts: 4, refunds: [] }, degraded).isLast).toBe(true);
  const thin: Decoded = { type: "pull", externalNo: "1" };
  expect(judgeDetail({ attempts: 1, refunds: [] }, [thin]).again?.error).toBe("平台数据降级");
});

test("judgeDetail: a refund that was announced and is not shown is waited for, and named in the end", () => {
  const pull = { refunds: ["R1", "R2"] };
  const said = [order(), refund("R1")];
  expect(judgeDetail({ ...pull, attempts: 3 }, said).again).toEqual({
    error: "退款明细还查不到",
    retryMs: 120_000,
  });
  expect(judgeDetail({ ...pull, attempts: 4 }, said)).toMatchObject({
    again: null,
    missing: ["R2"],
  });
});

test("judgeDetail: of a cancelled order no refund of parts is listed", () => {
  const over = [order({ trade: "cancelled" })];
  expect(judgeDetail({ attempts: 1, refunds: ["R1"] }, over)).toMatchObject({
    again: null,
    missing: [],
  });
});

test("retryPull: a no is believed at the fifth time, trouble at the sixtieth", () => {
  const no = { cause: "no such order", isPassing: false };
  expect(retryPull({ attempts: 4 }, no)).toEqual({ error: "no such order", retryMs: 300_000 });
  expect(retryPull({ attempts: 5 }, no)).toBeNull();
  const trouble = { cause: "timeout", isPassing: true };
  expect([1, 2, 5, 59].map((attempts) => retryPull({ attempts }, trouble)?.retryMs)).toEqual([
    1_000, 2_000, 60_000, 60_000,
  ]);
  expect(retryPull({ attempts: 60 }, trouble)).toBeNull();
});
