import { expect, test } from "vitest";
import { SAMPLE_AT, SAMPLE_BUYER, SAMPLE_STORE, sampleModel } from "@/tests/samples/sample-model";
import type { CandidateRow } from "../../fulfilment";
import type { Fulfil } from "../../orders";
import type { Buyer, Model } from "../model";
import { canMove, changeContacts } from "./change-contact";

const AWAY: Buyer = { ...SAMPLE_BUYER, doorKey: "dd", lngE6: 3, latE6: 4 };

/** One parcel shared by so many orders; these have other contacts now. */
function world(status: Fulfil, members: number, moved: Record<number, Partial<Buyer>> = {}) {
  const model = sampleModel({
    orders: Array.from({ length: members }, () => ({ parcels: [0], lines: [{ open: 2 }] })),
    parcels: [{ status }],
  });
  for (const [id, buyer] of Object.entries(moved))
    model.orders.get(Number(id))!.buyer = { ...AWAY, ...buyer };
  return { model, order: model.orders.get(1)!, parcel: model.parcels.get(101)! };
}
const tell = (
  model: Model,
  taken: number[],
  more: { late?: number[]; open?: CandidateRow[] } = {},
) => changeContacts(model, { taken, late: [], open: [], at: SAMPLE_AT, ...more });
const openOf = (model: Model) => [...model.orders.values()].map((o) => o.lines[0]?.open);

test("changeContacts: a parcel of its own goes along, whatever the store has done with it", () => {
  for (const status of ["open", "packed"] as const) {
    const { model } = world(status, 1, { 1: {} });
    tell(model, [1]);
    expect(model.effects.doors).toMatchObject([{ parcelId: 101, doorKey: "dd", lngE6: 3 }]);
    expect(openOf(model)).toEqual([2]);
  }
});

test("changeContacts: it leaves a shared parcel, and its goods stay promised to it", () => {
  const { model, order, parcel } = world("released", 2, { 1: {} });
  tell(model, [1]);
  expect(order.lines[0]).toMatchObject({ open: 0, unassigned: 2, cancelled: 0 });
  expect(order.lines[0]?.reservations[0]).toMatchObject({ state: "held", qty: 2 });
  expect([parcel.members, model.effects.stock.size]).toEqual([1, 0]);
  expect(model.effects.events.map((e) => [e.kind, e.orderId])).toEqual([
    ["parcel.left", 2],
    ["parcel.reduced", 1],
  ]);
});

test("changeContacts: who is in the parcel decides whether it stays, not who it was itself", () => {
  const named = world("released", 2, { 2: { ...SAMPLE_BUYER, nameMasked: "李**" } });
  tell(named.model, [2]);
  expect(openOf(named.model)).toEqual([2, 0]);
  const pin = world("released", 2, { 2: { ...SAMPLE_BUYER, lngE6: 9 } });
  tell(pin.model, [2]);
  expect(openOf(pin.model)).toEqual([2, 2]);
});

test("changeContacts: all of them moved to one door, and the parcel goes there", () => {
  const { model } = world("released", 2, { 1: {}, 2: {} });
  tell(model, [1, 2]);
  expect(openOf(model)).toEqual([2, 2]);
  expect(model.effects.doors).toMatchObject([{ parcelId: 101, doorKey: "dd" }]);
  const third = world("released", 3, { 1: {}, 2: {} });
  tell(third.model, [1, 2]);
  expect(openOf(third.model)).toEqual([0, 0, 2]);
  expect(third.model.effects.doors).toEqual([]);
});

test("changeContacts: once somebody picks, people take its goods out", () => {
  const { model } = world("picking", 2, { 1: {} });
  tell(model, [1]);
  expect(model.effects.exceptions.map((e) => e.code)).toEqual(["CONTACT_CHANGED"]);
  expect(openOf(model)).toEqual([2, 2]);
});

test("changeContacts: alone, it leaves for its own household behind the new door, and for nobody else", () => {
  const candidate = (buyer: Partial<Buyer>) =>
    ({ ...AWAY, ...buyer, id: 900, storeId: SAMPLE_STORE, orderId: 90 }) as unknown as CandidateRow;
  const left = (buyer: Partial<Buyer>, status: Fulfil = "released") => {
    const { model } = world(status, 1, { 1: {} });
    tell(model, [1], { open: [candidate(buyer)] });
    return openOf(model)[0] === 0;
  };
  expect(left({})).toBe(true);
  expect(left({}, "picking")).toBe(false);
  expect(left({ phoneKey: "zz", maskKey: "zz" })).toBe(false);
  expect(left({ phoneKey: null, maskKey: null })).toBe(false);
  expect(left({ doorKey: "elsewhere" })).toBe(false);
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

test("changeContacts: the rider has it; of what is over nobody has to be told", () => {
  const { model, order } = world("handed_over", 1);
  order.trade = "accepted";
  tell(model, [], { late: [1] });
  expect(model.effects.exceptions).toMatchObject([{ code: "CONTACT_CHANGED", fulfilmentId: 101 }]);
  order.trade = "completed";
  tell(model, [], { late: [1] });
  expect(model.effects.exceptions).toHaveLength(1);
});
