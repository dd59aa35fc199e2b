import { expect, test } from "vitest";
import { emptyModel } from "./model";

test("emptyModel: two models share nothing", () => {
  const one = emptyModel();
  one.effects.changedOrders.add(1);
  one.effects.events.push({
    kind: "order.accepted",
    orderId: 1,
    orderVersion: 2,
    fulfilmentId: null,
    storeId: null,
    actor: "system",
    at: 0 as never,
    payload: {},
  });
  const two = emptyModel();
  expect(two.effects.changedOrders.size).toBe(0);
  expect(two.effects.events).toEqual([]);
});
