import type { CandidateRow } from "../../fulfilment";
import { present } from "../../kernel/assert";
import type { Instant } from "../../kernel/instant";
import { orderLabel, type Trade } from "../../orders";
import { refreshOrder } from "../axes/refresh";
import { isDoubted } from "../axes/stock";
import { closeOneCase, emit, membersOf, parcelsOf, raise } from "../effects";
import { hasLeft, recountParcel } from "../goods/goods";
import type { Model, OrderState, ParcelState } from "../model";
import { endShared } from "../parcels/end-shared";
import { followMembers } from "../parcels/follow-members";
import { comparedPhones, mayTravelTogether } from "../parcels/household";
import { piecesByParcel, tellParcels } from "../parcels/leave-parcels";

/** Whether an order's goods are still in the store, so that it can go elsewhere. */
export function canMove(model: Model, orderId: number): boolean {
  const order = model.orders.get(orderId);
  if (!order || OVER.has(order.trade)) return false;
  return !parcelsOf(model, order).some((p) => hasLeft(p) && hasGoods(p, order));
}

const OVER: ReadonlySet<Trade> = new Set(["completed", "cancelled", "closed"]);

/**
 * Orders whose contact is another now, those whose goods have left, and what stands open behind the doors of all of them.
 */
type ContactNews = {
  taken: readonly number[];
  late: readonly number[];
  open: readonly CandidateRow[];
  at: Instant;
};

/** New contacts take effect on the model: it was loaded after they were written. */
export function changeContacts(model: Model, { taken, late, open, at }: ContactNews): void {
  const orderOf = (id: number) => present(model.orders.get(id), "order of a new contact");
  for (const id of taken) changeContact(model, orderOf(id), { open, at });
  const moved = new Set(taken.flatMap((id) => parcelsOf(model, orderOf(id))));
  for (const parcel of moved)
    if (taken.some((id) => hasGoods(parcel, orderOf(id))))
      followMembers(model, parcel, { at, because: "told" });
  for (const id of late) contactTooLate(model, orderOf(id), at);
}

/**
 * An order has another buyer, phone or door. With whom it would not travel now it shares no parcel: it leaves while nobody
 * has begun to pick, and is placed anew by the caller; after that, people take its goods out. Alone in its parcel, it leaves
 * for one of its own household that stands open behind its new door.
 */
function changeContact(
  model: Model,
  order: OrderState,
  { open, at }: Pick<ContactNews, "open" | "at">,
): void {
  const before = piecesByParcel(model, order);
  const mine = parcelsOf(model, order).filter((p) => hasGoods(p, order) && !hasLeft(p));
  for (const parcel of mine) {
    const isAlone = membersOf(model, parcel).every((o) => o.id === order.id);
    // Of an order whose quantity is looked at nothing is placed: what it has stays where it is.
    const isEarly = BEFORE_PICKING.has(parcel.status) && !isDoubted(order.holdingCodes);
    if (isAmongItsOwn(model, order, parcel)) {
      if (isAlone && isEarly && isMet(order, parcel, open)) leave(model, order, { parcel, at });
    } else if (isEarly) leave(model, order, { parcel, at });
    else
      raiseChanged(model, order, { parcel, at, cause: "合单成员收货信息已变更，需从包裹中取出" });
  }
  if (mine.every((p) => !hasGoods(p, order) || isAmongItsOwn(model, order, p)))
    closeOneCase(model, { code: "CONTACT_CHANGED", subject: `order:${order.id}` }, "moved");
  refreshOrder(model, order);
  tellParcels(model, order, { before, at });
  endShared(model, order, at);
}

/** Whether everybody else in a parcel would travel with an order; nothing of it has to be taken out then. */
const isAmongItsOwn = (model: Model, order: OrderState, parcel: ParcelState): boolean =>
  membersOf(model, parcel).every((o) => mayTravelTogether(o.buyer, order.buyer));

/** Whether somebody of the same household waits behind the door, in a parcel that this one could have joined. */
function isMet(order: OrderState, mine: ParcelState, open: readonly CandidateRow[]): boolean {
  if (order.deliveryOwner !== "self" || order.buyer.doorKey === mine.doorKey) return false;
  const there = open.filter((c) => c.id !== mine.id && c.storeId === mine.storeId);
  const isHome = (c: CandidateRow) =>
    mayTravelTogether(c, order.buyer) && comparedPhones(c, order.buyer) === "agree";
  return there.some((c) => there.filter((m) => m.id === c.id).every(isHome));
}

/** Its goods are on their way: people call the rider. */
function contactTooLate(model: Model, order: OrderState, at: Instant): void {
  if (OVER.has(order.trade)) return;
  const parcel = parcelsOf(model, order).find(hasLeft);
  emit(model, order, {
    kind: "order.contact_changed",
    at,
    payload: { late: true },
    actor: "channel",
  });
  const cause =
    order.deliveryOwner === "pickup"
      ? "货已被顾客取走后收货信息变更"
      : "货已交骑手后收货信息变更，请联系骑手";
  raiseChanged(model, order, { parcel, at, cause });
}

const BEFORE_PICKING: ReadonlySet<string> = new Set(["waiting_merge", "open", "released"]);

const hasGoods = (parcel: ParcelState, order: OrderState): boolean =>
  parcel.lines.some((l) => l.orderId === order.id && l.qty > l.cancelled);

/** Its goods leave the parcel and stay promised: placed again, they are nobody else's in between. */
function leave(
  model: Model,
  order: OrderState,
  { parcel, at }: { parcel: ParcelState; at: Instant },
): void {
  for (const part of parcel.lines.filter((l) => l.orderId === order.id)) {
    const line = order.lines.find((l) => l.lineNo === part.lineNo);
    const pieces = part.qty - part.cancelled - part.fulfilled;
    if (!line || pieces === 0) continue;
    part.cancelled += pieces;
    line.open -= pieces;
    line.unassigned += pieces;
    for (const r of line.reservations)
      if (r.state === "confirmed" && r.storeId === parcel.storeId) r.state = "held";
  }
  recountParcel(model, parcel, at);
  const label = orderLabel(order.channel, order.daySeq, order.externalNo);
  for (const other of membersOf(model, parcel)) {
    refreshOrder(model, other);
    const payload = { with: [label], reason: "收货信息变更" };
    emit(model, other, { kind: "parcel.left", at, payload, parcel });
  }
}

function raiseChanged(
  model: Model,
  order: OrderState,
  { parcel, at, cause }: { parcel: ParcelState | undefined; at: Instant; cause: string },
): void {
  const about = { code: "CONTACT_CHANGED" as const, cause, riskFen: order.paidFen };
  raise(model, order, { at, ...about, ...(parcel && { parcel }) });
}
