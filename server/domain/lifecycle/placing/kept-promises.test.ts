import { expect, test } from "vitest";
import { sampleModel } from "@/tests/samples/sample-model";
import { keptKey } from "../../inventory";
import { endPromises, nextPart } from "./kept-promises";

const held = () => {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 2 }] }], parcels: [{}] });
  const order = model.orders.get(1)!;
  const promised = order.lines[0]!.reservations[0]!;
  promised.state = "held";
  return { model, order, promised };
};

test("endPromises: what was held is theirs and nobody else's", () => {
  const { model, promised } = held();
  const { kept, cells } = endPromises(model, [1]);
  expect(kept.get(keptKey(1, 7, 1))).toBe(2);
  expect(cells).toEqual([{ storeId: 7, skuId: 1 }]);
  expect(promised).toMatchObject({ state: "released", qty: 0 });
});

test("endPromises: what is not paid keeps what it holds; what was given back makes it late", () => {
  const { model, order, promised } = held();
  order.trade = "pending_payment";
  expect(endPromises(model, [1]).cells).toEqual([]);
  expect(promised.state).toBe("held");
  order.trade = "paid";
  promised.state = "released";
  expect([...endPromises(model, [1]).late]).toEqual([1]);
});

test("nextPart: the first number a line has not used", () => {
  const { model } = held();
  const next = nextPart(model.orders);
  expect([next(1, 1), next(1, 9), next(9, 1)]).toEqual([1, 0, 0]);
});
