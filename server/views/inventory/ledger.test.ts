import { expect, test } from "vitest";
import { toMovePage } from "./ledger";

const move = (seq: number, ref: string) => ({
  ...{ seq, ref, kind: "sale", delta: -1, quarantineDelta: 0, transitDelta: 0 },
  ...{ reason: "", actor: "system", at: 0, balance: 4 },
});

test("moves that an order made lead to it, others do not", () => {
  const { rows, next } = toMovePage([move(9, "sale:3:4711:1"), move(8, "console:x:0")], 5);
  expect(rows.map((r) => r.orderId)).toEqual(["ord_3mv", null]);
  expect(next).toBeNull();
});

test("a page more than full leads on by the last move kept", () => {
  expect(toMovePage([move(9, "a"), move(8, "b"), move(7, "c")], 2).next).toBe(8);
});
