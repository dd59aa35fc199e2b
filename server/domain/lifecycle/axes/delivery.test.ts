import { expect, test } from "vitest";
import { SAMPLE_AT } from "@/tests/samples/sample-model";
import type { Instant } from "../../kernel/instant";
import type { OrderState } from "../model";
import { tellDelivery } from "./delivery";

const at = (minute: number) => (SAMPLE_AT + minute * 60_000) as Instant;
type Order = Pick<OrderState, "delivery" | "deliveryFactAt" | "deliveredAt">;

test("tellDelivery: the newest word stands, an older one is late", () => {
  const order: Order = { delivery: null, deliveryFactAt: null, deliveredAt: null };
  expect(tellDelivery(order, "picked_up", at(5))).toBe(true);
  expect(tellDelivery(order, "assigned", at(4))).toBe(false);
  expect(order.delivery).toBe("picked_up");
  expect(tellDelivery(order, "assigned", at(6))).toBe(true);
  expect(order.delivery).toBe("assigned");
});

test("tellDelivery: of two words of one moment the later in the way", () => {
  const order: Order = { delivery: "assigned", deliveryFactAt: at(5), deliveredAt: null };
  expect(tellDelivery(order, "delivered", at(5))).toBe(true);
  expect(tellDelivery(order, "assigned", at(5))).toBe(false);
  expect(order.deliveredAt).toBe(at(5));
});
