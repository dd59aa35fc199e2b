import { expect, test } from "vitest";
import { AFTER_SALE, DELIVERY, FULFIL, HANDSHAKE, STOCK, TRADE } from "./axes";

test("axes: no code stands twice on one axis", () => {
  for (const axis of [TRADE, STOCK, FULFIL, HANDSHAKE, DELIVERY, AFTER_SALE]) {
    expect(new Set(axis).size).toBe(axis.length);
  }
});
