import { assert, present } from "@/server/domain/kernel/assert";
import type { Instant } from "@/server/domain/kernel/instant";
import type { Delivery, Fulfil } from "@/server/domain/orders";
import { isLive } from "../axes/stock";
import { isWhole, membersOf, moveStock, touchParcel } from "../effects";
import type { LineState, Model, OrderState, ParcelLine, ParcelState, Promised } from "../model";
import { followMembers } from "../parcels/follow-members";

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
  { line, qty }: { line: LineState; qty: number },
): number {
  const free = Math.min(line.unassigned, qty);
  line.unassigned -= free;
  line.cancelled += free;
  // Goods held for an order that is not paid lie in no parcel yet.
  if (free > 0) giveBack(model, line, { pieces: free, which: isHeld });
  let left = qty - free;
  for (const parcel of model.parcels.values()) {
    if (left === 0 || GONE.has(parcel.status)) continue;
    for (const part of parcel.lines) {
      if (part.orderId !== order.id || part.lineNo !== line.lineNo) continue;
      const take = Math.min(left, part.qty - part.cancelled - part.fulfilled);
      if (take > 0) left -= takeOut(model, line, { parcel, part, take });
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
  { parcel, part, take }: { parcel: ParcelState; part: ParcelLine; take: number },
): number {
  part.cancelled += take;
  line.open -= take;
  line.cancelled += take;
  giveBack(model, line, {
    pieces: take,
    which: (r) => r.storeId === parcel.storeId,
    isPicked: OFF_SHELF.has(parcel.status),
    of: take + piecesHere(model, line, { storeId: parcel.storeId }),
  });
  touchParcel(model, parcel);
  return take;
}

/** The parcel's goods are in the bag already. */
const OFF_SHELF: ReadonlySet<Fulfil> = new Set(["picked", "packed", "ready"]);
const isHeld = (r: Promised): boolean => r.state === "held";

/**
 * Base units that `pieces` of `all` have of what is promised to all of them. Weighed goods have what the scale said: two
 * pieces of 500 g that weigh 600 have 300 each.
 */
function baseOf(there: number, pieces: number, all: number): number {
  return pieces >= all ? there : Math.min(there, Math.round((there * pieces) / all));
}

/** Pieces of a line that lie at a store, in parcels that have not left it. */
function piecesHere(
  model: Model,
  line: LineState,
  { storeId, which = () => true }: { storeId: number; which?: (parcel: ParcelState) => boolean },
): number {
  const here = [...model.parcels.values()].filter(
    (p) => p.storeId === storeId && !GONE.has(p.status) && which(p),
  );
  return here
    .flatMap((p) => p.lines)
    .filter((l) => l.orderId === line.orderId && l.lineNo === line.lineNo)
    .reduce((sum, l) => sum + l.qty - l.cancelled - l.fulfilled, 0);
}

/** `of`: how many pieces are promised together; where it is not said, as many as the nominal makes. */
type GivingBack = {
  pieces: number;
  which: (r: Promised) => boolean;
  isPicked?: boolean;
  of?: number;
};

/** Promised goods of a line come back to their shelves. */
export function giveBack(model: Model, line: LineState, giving: GivingBack): void {
  const { pieces, which, isPicked = false, of } = giving;
  for (const r of line.reservations.filter((one) => isLive(one) && which(one))) {
    const back = baseOf(r.qty, pieces, of ?? Math.max(1, Math.round(r.qty / r.per)));
    const fromBag = isPicked ? Math.min(r.picked, back) : Math.max(0, back - (r.qty - r.picked));
    r.qty -= back;
    r.picked -= fromBag;
    // With no promise left, whatever is still open has left the store already.
    if (r.qty === 0) end(r, line.open + line.fulfilled > 0 ? "consumed" : "released");
    moveStock(
      model,
      { storeId: r.storeId, skuId: r.skuId },
      { reserved: fromBag - back, picked: -fromBag },
    );
  }
}

function end(r: Promised, state: "consumed" | "released"): void {
  r.state = state;
  r.expiresAt = null;
}

/** The time to pay is over: what was held for the order is free again. @returns whether anything was held */
export function releaseHeld(model: Model, order: OrderState): boolean {
  let any = false;
  for (const line of order.lines) {
    any ||= line.reservations.some((r) => r.state === "held");
    giveBack(model, line, { pieces: line.ordered, which: isHeld });
  }
  return any;
}

/**
 * The parcel's goods are off the shelf.
 *
 * @param weighed what the scale said, base units by order and line, for goods sold by weight
 */
export function pickParcel(
  model: Model,
  parcel: ParcelState,
  weighed: (orderId: number, lineNo: number) => number | null,
): void {
  for (const part of parcel.lines) {
    const pieces = part.qty - part.cancelled - part.fulfilled;
    if (pieces <= 0) continue;
    const line = lineOf(model, part);
    const mine = line.reservations.filter((r) => isLive(r) && r.storeId === parcel.storeId);
    const onShelf = piecesHere(model, line, {
      storeId: parcel.storeId,
      which: (p) => !OFF_SHELF.has(p.status),
    });
    for (const r of mine) {
      const base = baseOf(r.qty - r.picked, pieces, onShelf);
      const said = mine.length === 1 ? weighed(part.orderId, part.lineNo) : null;
      const inBag = said ?? base;
      r.qty += inBag - base;
      r.picked += inBag;
      if (r.picked === r.qty) r.state = "picked";
      const isFact = inBag > base;
      moveStock(
        model,
        { storeId: r.storeId, skuId: r.skuId },
        { reserved: -base, picked: inBag, isFact },
      );
    }
  }
}

/** The parcel leaves the store: its goods are sold, reservations are used up. */
export function consumeParcel(model: Model, parcel: ParcelState): void {
  for (const part of parcel.lines) {
    const pieces = part.qty - part.cancelled - part.fulfilled;
    if (pieces <= 0) continue;
    const line = lineOf(model, part);
    const mine = line.reservations.filter((r) => isLive(r) && r.storeId === parcel.storeId);
    assert(mine.length > 0, `goods of order ${part.orderId} leave without a promise`);
    const all = piecesHere(model, line, { storeId: parcel.storeId });
    for (const r of mine) sell(model, parcel, { line, r, pieces, all });
  }
  touchParcel(model, parcel);
}

function sell(
  model: Model,
  parcel: ParcelState,
  { line, r, pieces, all }: { line: LineState; r: Promised; pieces: number; all: number },
): void {
  const base = baseOf(r.qty, pieces, all);
  const fromBag = Math.min(r.picked, base);
  r.qty -= base;
  r.picked -= fromBag;
  if (r.qty === 0) {
    r.qty = base;
    end(r, "consumed");
  }
  moveStock(
    model,
    { storeId: r.storeId, skuId: r.skuId },
    {
      reserved: fromBag - base,
      picked: -fromBag,
      onHand: -base,
    },
  );
  model.effects.ledger.push({
    storeId: r.storeId,
    skuId: r.skuId,
    kind: "sale",
    delta: -base,
    ref: `sale:${parcel.id}:${line.orderId}:${line.lineNo}`,
  });
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
 * After goods were taken out: how many orders are left in the parcel; an empty one is over, and its rider is free. It goes
 * where those live who are left.
 *
 * @returns true when the parcel is now empty
 */
export function recountParcel(model: Model, parcel: ParcelState, at: Instant): boolean {
  assert(isWhole(model, parcel), `parcel ${parcel.id} is counted without everybody in it`);
  parcel.members = membersOf(model, parcel).length;
  touchParcel(model, parcel);
  followMembers(model, parcel, { at, because: "left" });
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
