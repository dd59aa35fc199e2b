import { expect, test } from "vitest";
import type { Trade } from "../../orders";
import { canRiseTo, riseTo } from "./trade";

test("riseTo: up, never down, whatever order facts arrive in", () => {
  const facts: Trade[] = ["paid", "accepted", "completed", "cancelled"];
  for (const told of [facts, facts.toReversed()]) {
    const order: { trade: Trade } = { trade: "pending_payment" };
    for (const to of told) riseTo(order, to);
    expect(order.trade).toBe("cancelled");
  }
});

test("riseTo: the same again tells nothing new", () => {
  const order: { trade: Trade } = { trade: "accepted" };
  expect([canRiseTo(order, "accepted"), riseTo(order, "accepted")]).toEqual([false, false]);
  expect([canRiseTo(order, "completed"), riseTo(order, "completed")]).toEqual([true, true]);
});
