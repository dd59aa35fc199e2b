import { expect, test } from "vitest";
import { minutesLater } from "@/tests/samples/order";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import type { Fulfil } from "../../orders";
import {
  canMove,
  changeContact,
  contactTooLate,
  isSameBuyer,
  newestContacts,
} from "./change-contact";

const contact = {
  doorKey: "dd",
  phoneKey: "aa",
  maskKey: "bb",
  nameMasked: "顾**",
  lngE6: 1,
  latE6: 2,
};
const world = (status: Fulfil, members: number) => {
  const model = sampleModel({
    orders: Array.from({ length: members }, () => ({ parcels: [0], lines: [{ open: 2 }] })),
    parcels: [{ status }],
  });
  return { model, order: model.orders.get(1)!, parcel: model.parcels.get(101)! };
};
const change = { contact, isSame: false, at: SAMPLE_AT };

test("changeContact: a parcel of its own goes along, whatever the store has done with it", () => {
  for (const status of ["open", "packed"] as const) {
    const { model, order } = world(status, 1);
    changeContact(model, order, change);
    expect(model.effects.doors).toMatchObject([{ parcelId: 101, doorKey: "dd" }]);
    expect(order.lines[0]?.open).toBe(2);
  }
});

test("changeContact: it leaves a shared parcel, and its goods stay promised to it", () => {
  const { model, order, parcel } = world("released", 2);
  changeContact(model, order, change);
  expect(order.lines[0]).toMatchObject({ open: 0, unassigned: 2, cancelled: 0 });
  expect(order.lines[0]?.reservations[0]).toMatchObject({ state: "held", qty: 2 });
  expect([parcel.members, model.effects.stock.size]).toEqual([1, 0]);
  expect(model.effects.events.map((e) => [e.kind, e.orderId])).toEqual([
    ["parcel.left", 2],
    ["parcel.reduced", 1],
  ]);
});

test("changeContact: once somebody picks, people take its goods out; the same buyer stays", () => {
  const { model, order } = world("picking", 2);
  changeContact(model, order, change);
  expect(model.effects.exceptions.map((e) => e.code)).toEqual(["CONTACT_CHANGED"]);
  const same = world("released", 2);
  changeContact(same.model, same.order, { ...change, isSame: true });
  expect(same.order.lines[0]?.open).toBe(2);
});

test("canMove: not when its goods have left, nor when it is over", () => {
  const may = (status: Fulfil, trade: "accepted" | "completed" = "accepted") => {
    const { model, order } = world(status, 1);
    order.trade = trade;
    return canMove(model, order.id);
  };
  expect([may("ready"), may("handed_over"), may("open", "completed")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("contactTooLate: the rider has it; of what is over nobody has to be told", () => {
  const { model, order } = world("handed_over", 1);
  order.trade = "accepted";
  contactTooLate(model, order, SAMPLE_AT);
  expect(model.effects.exceptions).toMatchObject([{ code: "CONTACT_CHANGED", fulfilmentId: 101 }]);
  order.trade = "completed";
  contactTooLate(model, order, SAMPLE_AT);
  expect(model.effects.exceptions).toHaveLength(1);
});

test("isSameBuyer: another door, another number or another name is somebody else", () => {
  const before = { ...contact, doorKey: "dd" };
  expect(isSameBuyer(before, contact)).toBe(true);
  expect(isSameBuyer(before, { ...contact, doorKey: "ee" })).toBe(false);
  expect(isSameBuyer(before, { ...contact, phoneKey: "zz", maskKey: "zz" })).toBe(false);
  expect(isSameBuyer(before, { ...contact, nameMasked: "李**" })).toBe(false);
});

test("newestContacts: of one order told of twice, the later word", () => {
  const told = (minute: number, doorKey: string) => ({
    orderId: 1,
    fact: {
      ...contact,
      kind: "contact" as const,
      externalNo: "A1",
      at: minutesLater(minute),
      version: doorKey,
      doorKey,
      sealed: null,
      phoneTail: null,
      addressMasked: null,
      contactHash: null,
    },
  });
  expect(newestContacts([told(2, "late"), told(1, "early")]).map((c) => c.doorKey)).toEqual([
    "late",
  ]);
});
