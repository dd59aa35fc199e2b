import { expect, test } from "vitest";
import { heardOrder, minutesLater } from "@/tests/samples/order";
import { contentOf, sourceKey } from "./content";
import { type KnownOrder, sortOrders } from "./sort-orders";
import type { NewOrder } from "./understood";

const hashesOf = ({ order }: NewOrder) => ({
  content: contentOf(order),
  contact: order.buyerPhone || null,
});
const sort = (...orders: NewOrder[]) => sortOrders(orders, new Map(), hashesOf);

test("sortOrders: the first telling is the order, what comes after is told again", () => {
  const { fresh, duplicates, conflicts, facts } = sort(heardOrder(), heardOrder({}, { id: 2 }));
  expect([fresh.length, duplicates.length, conflicts.length, facts.length]).toEqual([1, 1, 0, 0]);
});

test("sortOrders: other goods or money under one number are a conflict and no other contact", () => {
  const other = heardOrder({
    storeKey: "S2",
    buyerPhone: "13800000002",
    versionAt: minutesLater(1),
  });
  const { conflicts, contacts } = sort(heardOrder(), other);
  expect([conflicts.length, contacts.length]).toEqual([1, 0]);
});

test("sortOrders: another buyer is news when it is told later, once, and told whole", () => {
  const at = (minutes: number, buyerPhone: string) =>
    heardOrder({ buyerPhone, versionAt: minutesLater(minutes) });
  const first = heardOrder();
  expect(sort(first, at(1, "13800000002")).contacts).toHaveLength(1);
  expect(sort(first, at(1, "13800000002"), at(2, "13800000002")).contacts).toHaveLength(1);
  expect(sort(first, at(-1, "13800000002")).contacts).toEqual([]);
  expect(sort(first, at(1, "")).contacts).toEqual([]);
});

test("sortOrders: what was told of a buyer before this batch counts", () => {
  const { account, order } = heardOrder();
  const known: KnownOrder = {
    id: 5,
    accountId: account.id,
    externalNo: order.externalNo,
    contentHash: contentOf(order),
    contactHash: "13800000009",
    contactAt: minutesLater(5),
    contactWaits: false,
    trade: "paid",
  };
  const book = new Map([[sourceKey(account.id, order.externalNo), known]]);
  const at = (minutes: number) => [heardOrder({ versionAt: minutesLater(minutes) })];
  expect(sortOrders(at(4), book, hashesOf).contacts).toEqual([]);
  expect(sortOrders(at(6), book, hashesOf).contacts).toHaveLength(1);
});

test("sortOrders: an order that waited for its money and is told paid is paid once", () => {
  const unpaid = heardOrder({ trade: "pending_payment", paidAt: null });
  const { facts } = sort(unpaid, heardOrder({ versionAt: minutesLater(1) }));
  expect(facts.map((f) => [f.fact.kind, f.fact.version])).toEqual([["paid", "paid"]]);
});

test("sortOrders: a new order that comes accepted says so itself; one that comes cancelled is cancelled by a fact", () => {
  expect(sort(heardOrder({ trade: "accepted" })).facts).toEqual([]);
  expect(sort(heardOrder({ trade: "cancelled" })).facts.map((f) => f.fact.kind)).toEqual([
    "cancelled",
  ]);
});
