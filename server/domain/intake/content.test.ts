import { expect, test } from "vitest";
import { sampleOrder } from "@/tests/samples/order";
import { contentOf, sourceKey } from "./content";

test("contentOf: shop, goods and money make an order; buyer, state and remark do not", () => {
  const text = contentOf(sampleOrder());
  expect(contentOf(sampleOrder({ buyerName: "别人", trade: "accepted", remark: "快" }))).toBe(text);
  expect(contentOf(sampleOrder({ storeKey: "S2" }))).not.toBe(text);
  const [line] = sampleOrder().lines;
  expect(contentOf(sampleOrder({ lines: [{ ...line!, qty: 3 }] }))).not.toBe(text);
});

test("sourceKey: one number of two accounts is two orders", () => {
  expect(sourceKey(1, "A1")).not.toBe(sourceKey(2, "A1"));
});
