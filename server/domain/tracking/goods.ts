import { assert, present } from "../kernel/assert";
import type { Instant } from "../kernel/instant";
import type { Delivery } from "../orders";
import { membersOf, moveStock, touchParcel } from "./effects";
import type { LineState, Model, OrderState, ParcelLine, ParcelState } from "./model";

/** A task that ended has freed its rider already. */
export const TASK_OVER: ReadonlySet<Delivery> = new Set([
  "delivered",
  "undeliverable",
  "returned",
  "carrier_cancelled",
  "pickup_failed",
]);

/** Once handed over, goods cannot be taken out of a parcel any more. */
const GONE = new Set(["handed_over", "fulfilled", "returning", "returned", "cancelled"]);

/**
 * Take pieces of a line out of the order: first what lies nowhere, then what lies in parcels that are still here.
 * What was promised to them is given back at once.
 *
 * @param qty pieces, ≥ 0
 * @returns pieces taken out; fewer than asked where goods have left already
 */
export function cancelPieces(
  model: Model,
  order: OrderState,
  line: LineState,
  qty: number,
): number {
  const free = Math.min(line.unassigned, qty);
  line.unassigned -= free;
  line.cancelled += free;
  let left = qty - free;
  for (const parcel of model.parcels.values()) {
    if (left === 0 || GONE.has(parcel.status)) continue;
    for (const part of parcel.lines) {
      if (part.orderId !== order.id || part.lineNo !== line.lineNo) continue;
      const take = Math.min(left, part.qty - part.cancelled - part.fulfilled);
      if (take > 0) left -= takeOut(model, line, parcel, part, take);
    }
  }
  return qty - left;
}

/**
 * Take pieces of a line out of one parcel; what was promised to them is given back.
 *
 * @param take pieces, at most what the part still holds
 * @returns `take`
 */
export function takeOut(
  model: Model,
  line: LineState,
  parcel: ParcelState,
  part: ParcelLine,
  take: number,
): number {
  part.cancelled += take;
  line.open -= take;
  line.cancelled += take;
  releaseReservation(model, line, take);
  touchParcel(model, parcel);
  return take;
}

function releaseReservation(model: Model, line: LineState, qty: number): void {
  const held = line.reservation;
  if (held?.state !== "held") return;
  const back = Math.min(held.qty, qty);
  held.qty -= back;
  // With no promise left, whatever is still open has left the store already.
  if (held.qty === 0) held.state = line.open + line.fulfilled > 0 ? "consumed" : "released";
  moveStock(model, held.storeId, held.skuId, -back, 0);
}

/**
 * The shelf held less than the books said: the promised pieces are struck from the books as well.
 *
 * @param qty pieces missing, already taken out of the parcel
 */
export function writeOffMissing(
  model: Model,
  parcel: ParcelState,
  part: ParcelLine,
  qty: number,
): void {
  moveStock(model, parcel.storeId, part.skuId, 0, -qty);
  model.effects.ledger.push({
    storeId: parcel.storeId,
    skuId: part.skuId,
    kind: "adjust",
    delta: -qty,
    ref: `short:${parcel.id}:${part.orderId}:${part.lineNo}`,
  });
}

/** The parcel leaves the store: its goods are sold, reservations are used up. */
export function consumeParcel(model: Model, parcel: ParcelState): void {
  for (const part of parcel.lines) {
    const qty = part.qty - part.cancelled - part.fulfilled;
    if (qty <= 0) continue;
    const line = lineOf(model, part);
    const held = line.reservation;
    assert(
      held && held.state === "held" && held.qty >= qty,
      `goods of order ${part.orderId} leave without a promise`,
    );
    held.qty -= qty;
    if (held.qty === 0) {
      held.qty = qty;
      held.state = "consumed";
    }
    moveStock(model, parcel.storeId, part.skuId, -qty, -qty);
    const ref = `sale:${parcel.id}:${part.orderId}:${part.lineNo}`;
    model.effects.ledger.push({
      storeId: parcel.storeId,
      skuId: part.skuId,
      kind: "sale",
      delta: -qty,
      ref,
    });
  }
  touchParcel(model, parcel);
}

/** The parcel reached its people: open pieces become fulfilled ones. */
export function fulfilParcel(model: Model, parcel: ParcelState): void {
  for (const part of parcel.lines) {
    const qty = part.qty - part.cancelled - part.fulfilled;
    if (qty <= 0) continue;
    const line = lineOf(model, part);
    part.fulfilled += qty;
    line.open -= qty;
    line.fulfilled += qty;
  }
  touchParcel(model, parcel);
}

/**
 * After goods were taken out: how many orders are left in the parcel; an empty one is over, and its rider is free.
 *
 * @returns true when the parcel is now empty
 */
export function recountParcel(model: Model, parcel: ParcelState, at: Instant): boolean {
  parcel.members = membersOf(model, parcel).length;
  touchParcel(model, parcel);
  if (parcel.members > 0 || GONE.has(parcel.status)) return false;
  parcel.status = "cancelled";
  if (parcel.task && !TASK_OVER.has(parcel.task.status)) {
    parcel.task.status = "carrier_cancelled";
    parcel.task.factAt = at;
    parcel.task.version += 1;
    freeRider(model, parcel);
  }
  return true;
}

/** One parcel less on the rider's back. */
export function freeRider(model: Model, parcel: ParcelState): void {
  const rider = parcel.task?.riderId;
  if (rider != null)
    model.effects.riderLoad.set(rider, (model.effects.riderLoad.get(rider) ?? 0) - 1);
}

export const hasLeft = (parcel: ParcelState): boolean =>
  parcel.status === "handed_over" || parcel.status === "fulfilled" || parcel.status === "returning";

function lineOf(model: Model, part: ParcelLine): LineState {
  const order = present(model.orders.get(part.orderId), `order ${part.orderId} of a parcel`);
  return present(
    order.lines.find((l) => l.lineNo === part.lineNo),
    `line ${part.lineNo}`,
  );
}
