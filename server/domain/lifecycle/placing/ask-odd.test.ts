import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { askOdd } from "./ask-odd";

function asked(pieces: number, more: { isTill?: boolean; wasAsked?: boolean } = {}) {
  const { isTill = false, wasAsked = false } = more;
  const model = sampleModel({
    orders: [{ parcels: [], lines: [{ open: 0, short: pieces }] }],
    parcels: [],
  });
  const order = model.orders.get(1)!;
  order.isTill = isTill;
  const matched = [{ orderId: 1, lineNo: 1, wasAsked }];
  askOdd(model, matched, { most: 10, name: "鸡蛋", at: SAMPLE_AT });
  return order.holdingCodes;
}

test("askOdd: more than its article allows holds the order, once", () => {
  expect(asked(11)).toEqual(["QUANTITY_ODD"]);
  expect(asked(10)).toEqual([]);
  expect(asked(11, { wasAsked: true })).toEqual([]);
});

test("askOdd: what a till sold is gone, however much it is", () => {
  expect(asked(11, { isTill: true })).toEqual([]);
});
