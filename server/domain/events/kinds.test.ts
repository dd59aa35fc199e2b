import { expect, test } from "vitest";
import { DELIVERY, FULFIL } from "../orders/axes";
import { EVENT_KINDS, EVENTS, eventNames, kindList, TICKER_KINDS } from "./kinds";

test("kinds: each has a word of its own in both languages", () => {
  for (const language of ["zh", "en"] as const) {
    const names = Object.values(eventNames(language));
    expect(names.every((name) => name.length > 0)).toBe(true);
    expect(new Set(names).size).toBe(EVENT_KINDS.length);
  }
});

test("kinds: every state of a parcel and of a delivery can be told", () => {
  for (const state of FULFIL) expect(EVENTS).toHaveProperty([`parcel.${state}`]);
  for (const state of DELIVERY) expect(EVENTS).toHaveProperty([`delivery.${state}`]);
});

test("kinds: the ticker's list is the one its index is made over", () => {
  expect(kindList(TICKER_KINDS)).toBe(
    "'parcel.joined', 'order.cancelled', 'order.shortage_settled', 'order.refunded', 'delivery.undeliverable'",
  );
});
