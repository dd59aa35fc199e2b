import { expect, test } from "vitest";
import { SAMPLE_AT } from "@/tests/samples/sample-model";
import type { OrderState } from "../model";
import { hasOpenApplication, refreshHolds } from "./holds";

type Order = Pick<OrderState, "holds" | "holdingCodes" | "applications">;
const application = { id: "1", about: "cancel", state: "open", at: SAMPLE_AT } as const;

test("refreshHolds: cases are one thing that holds, an application is another", () => {
  const order: Order = { holds: 9, holdingCodes: [], applications: [] };
  const holds = (change: Partial<Order>) => {
    refreshHolds(Object.assign(order, change));
    return order.holds;
  };
  expect(holds({})).toBe(0);
  expect(holds({ holdingCodes: ["MONEY_DRIFT", "SKU_UNMATCHED"] })).toBe(1);
  expect(holds({ applications: [application] })).toBe(2);
  expect(holds({ holdingCodes: [], applications: [{ ...application, state: "refused" }] })).toBe(0);
  expect(hasOpenApplication(order)).toBe(false);
});
