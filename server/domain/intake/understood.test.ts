import { expect, test } from "vitest";
import { heardOrder, minutesLater } from "@/tests/samples/order";
import type { Decoded } from "../channels";
import { emptyUnderstood, sortIn } from "./understood";

const { account, message, order } = heardOrder();
const said = (...told: Decoded[]) => {
  const out = emptyUnderstood();
  for (const one of told) sortIn(out, { account, message }, one);
  return out;
};

test("sortIn: an order of which the platform misses parts is asked for again, not believed", () => {
  expect(said({ type: "order", order }).orders).toHaveLength(1);
  const out = said({ type: "order", order: { ...order, degraded: true } });
  expect(out.orders).toEqual([]);
  expect(out.pulls).toMatchObject([{ externalNo: "A1", degraded: true, refundId: null }]);
});

test("sortIn: a moment that cannot be is taken as the arrival, and told of", () => {
  const tomorrow = minutesLater(60 * 24);
  const out = said({ type: "order", order: { ...order, placedAt: tomorrow, versionAt: tomorrow } });
  expect(out.strays).toHaveLength(1);
  expect(out.orders[0]?.order.placedAt).toBeLessThan(tomorrow);
});

test("sortIn: everything else goes where its kind belongs, with its message", () => {
  const out = said(
    { type: "unknown", what: "x" },
    { type: "bad-row", row: 3, reason: "坏" },
    { type: "pull", externalNo: "A2" },
    { type: "nothing", why: "" },
  );
  expect(out.unknown).toMatchObject([{ what: "x", message: { id: 1 } }]);
  expect(out.badRows).toMatchObject([{ row: 3, reason: "坏" }]);
  expect(out.pulls).toMatchObject([{ externalNo: "A2", degraded: false, refundId: null }]);
});
