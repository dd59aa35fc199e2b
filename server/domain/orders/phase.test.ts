import { expect, test } from "vitest";
import { derivePhase, type PhaseFacts } from "./phase";

const base: PhaseFacts = {
  trade: "accepted",
  review: "approved",
  stock: "reserved",
  fulfil: "released",
  delivery: null,
  afterSale: "none",
  holds: 0,
};

test("derivePhase: a cancelled order is cancelled whatever its goods do", () => {
  expect(derivePhase({ ...base, trade: "cancelled", fulfil: "handed_over", holds: 2 })).toBe(
    "cancelled",
  );
});

test("derivePhase: a hold shows before picking and not after hand-over", () => {
  expect(derivePhase({ ...base, holds: 1 })).toBe("held");
  expect(derivePhase({ ...base, holds: 1, fulfil: "handed_over" })).toBe("delivering");
});

test("derivePhase: an unaccepted order waits for acceptance though its goods are reserved", () => {
  expect(derivePhase({ ...base, trade: "paid", fulfil: "open" })).toBe("to_accept");
  expect(derivePhase({ ...base, trade: "paid", fulfil: "waiting_merge" })).toBe("to_accept");
  expect(derivePhase({ ...base, trade: "pending_payment", fulfil: null })).toBe("to_pay");
});

test("derivePhase: released, picking, ready, out, done", () => {
  expect(derivePhase(base)).toBe("to_pick");
  expect(derivePhase({ ...base, fulfil: "short_picked" })).toBe("picking");
  expect(derivePhase({ ...base, fulfil: "ready" })).toBe("ready");
  expect(derivePhase({ ...base, fulfil: "handed_over", delivery: "delivering" })).toBe(
    "delivering",
  );
  expect(derivePhase({ ...base, fulfil: "handed_over", delivery: "delivered" })).toBe("done");
  expect(derivePhase({ ...base, fulfil: "handed_over", delivery: "undeliverable" })).toBe(
    "delivery_problem",
  );
});
