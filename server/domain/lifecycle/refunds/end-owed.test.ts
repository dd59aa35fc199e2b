import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { asFen } from "../../kernel/fen";
import { endOwed, settledNote } from "./end-owed";
import { owe, owedFen } from "./owed";

test("endOwed: what is named is owed no more, and one event says how much it was", () => {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 2 }] }], parcels: [{}] });
  const order = model.orders.get(1)!;
  for (const [ref, fen] of [
    ["a", 300],
    ["b", 200],
  ] as const)
    owe(model, order, {
      ref,
      ...{ lineNo: 1, pieces: 1, amountFen: asFen(fen), why: "short", at: SAMPLE_AT },
    });
  const how = { note: settledNote("waived", " 顾客不要 "), by: "u1", at: SAMPLE_AT };
  expect(endOwed(model, order, { ...how, refs: ["a", "gone"] })).toBe(300);
  expect(owedFen(order)).toBe(200);
  expect(model.effects.events.at(-1)).toMatchObject({
    kind: "order.owed_settled",
    actor: "u1",
    payload: { owedFen: 300, note: "无需退款：顾客不要" },
  });
  const told = model.effects.events.length;
  expect(endOwed(model, order, { ...how, refs: ["a"] })).toBe(0);
  expect(model.effects.events).toHaveLength(told);
});
