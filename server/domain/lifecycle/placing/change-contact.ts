import type { ChannelFact, ContactFact } from "../../channels";
import { comparePhones, namesConflict, readName } from "../../identity";
import { present } from "../../kernel/assert";
import type { Instant } from "../../kernel/instant";
import { orderLabel, type Trade } from "../../orders";
import { refreshOrder } from "../axes/refresh";
import { emit, membersOf, parcelsOf, raise, touchParcel } from "../effects";
import { hasLeft, recountParcel } from "../goods/goods";
import type { Model, OrderState, ParcelState } from "../model";
import { endShared } from "../parcels/end-shared";
import { piecesByParcel, tellParcels } from "../parcels/leave-parcels";
import type { PlaceableRow } from "./placing-of";

/** What of a contact decides who travels with whom. Keys in hex. */
type Contact = Pick<
  ContactFact,
  "doorKey" | "phoneKey" | "maskKey" | "nameMasked" | "lngE6" | "latE6"
>;

/** A buyer as he was told of later; `at` in epoch ms. */
export type NewContact = Omit<ContactFact, "kind"> & { orderId: number; at: number };

/** Of one order told of twice, the later word. Other facts are none of buyers. */
export function newestContacts(
  facts: readonly { fact: ChannelFact; orderId: number }[],
): NewContact[] {
  const found = new Map<number, NewContact>();
  for (const { fact, orderId } of facts)
    if (fact.kind === "contact" && fact.at > (found.get(orderId)?.at ?? 0))
      found.set(orderId, { ...fact, orderId });
  return [...found.values()];
}

/** Whether an order's goods are still in the store, so that it can go elsewhere. */
export function canMove(model: Model, orderId: number): boolean {
  const order = model.orders.get(orderId);
  if (!order || OVER.has(order.trade)) return false;
  return !parcelsOf(model, order).some((p) => hasLeft(p) && hasGoods(p, order));
}

const OVER: ReadonlySet<Trade> = new Set(["completed", "cancelled", "closed"]);

/** Whether whoever agreed to travel with this buyer before would do so now. */
export function isSameBuyer(
  before: Pick<PlaceableRow, "doorKey" | "phoneKey" | "maskKey" | "nameMasked">,
  now: Contact,
): boolean {
  const phones = comparePhones(
    { full: before.phoneKey, mask: before.maskKey },
    { full: now.phoneKey, mask: now.maskKey },
  );
  const surname = (name: string | null) => (name === null ? null : readName(name).surname);
  return (
    before.doorKey === now.doorKey &&
    phones !== "conflict" &&
    !namesConflict(surname(before.nameMasked), surname(now.nameMasked))
  );
}

/** New contacts of a batch, by order; what stood there before; who can still take it, and whose goods have left. */
export type ContactNews = {
  contacts: readonly (Contact & { orderId: number })[];
  known: readonly PlaceableRow[];
  taken: readonly number[];
  late: readonly number[];
  at: Instant;
};

/** New contacts take effect on the model: their rows are written already. */
export function changeContacts(
  model: Model,
  { contacts, known, taken, late, at }: ContactNews,
): void {
  const orderOf = (id: number) => present(model.orders.get(id), "order of a new contact");
  for (const contact of contacts.filter((c) => taken.includes(c.orderId))) {
    const before = present(
      known.find((k) => k.id === contact.orderId),
      "contact before",
    );
    const isSame = isSameBuyer(before, contact);
    changeContact(model, orderOf(contact.orderId), { contact, isSame, at });
  }
  for (const id of late) contactTooLate(model, orderOf(id), at);
}

/** How a change of contact came about, and whether the order may stay where it is. */
type Changed = { contact: Contact; isSame: boolean; at: Instant };

/**
 * An order goes to another buyer, phone or door. A parcel it has for itself goes along. Of one it shares it leaves while
 * nobody has begun to pick, and is placed anew by the caller; after that, people take its goods out.
 */
export function changeContact(
  model: Model,
  order: OrderState,
  { contact, isSame, at }: Changed,
): void {
  const mine = parcelsOf(model, order).filter((p) => hasGoods(p, order) && !hasLeft(p));
  const before = piecesByParcel(model, order);
  for (const parcel of mine) {
    if (membersOf(model, parcel).length === 1) moveParcel(model, order, { parcel, contact, at });
    else if (!isSame && BEFORE_PICKING.has(parcel.status)) leave(model, order, { parcel, at });
    else if (!isSame)
      raiseChanged(model, order, { parcel, at, cause: "合单成员收货信息已变更，需从包裹中取出" });
  }
  refreshOrder(model, order);
  tellParcels(model, order, { before, at });
  endShared(model, order, at);
}

/** Its goods are on their way: people call the rider. */
export function contactTooLate(model: Model, order: OrderState, at: Instant): void {
  if (OVER.has(order.trade)) return;
  const parcel = parcelsOf(model, order).find(hasLeft);
  emit(model, order, {
    kind: "order.contact_changed",
    at,
    payload: { late: true },
    actor: "channel",
  });
  raiseChanged(model, order, { parcel, at, cause: "货已交骑手后收货信息变更，请联系骑手" });
}

const BEFORE_PICKING: ReadonlySet<string> = new Set(["waiting_merge", "open", "released"]);

const hasGoods = (parcel: ParcelState, order: OrderState): boolean =>
  parcel.lines.some((l) => l.orderId === order.id && l.qty > l.cancelled);

/** The store's terminal prints it anew, and a rider who has it is told. */
function moveParcel(
  model: Model,
  order: OrderState,
  { parcel, contact, at }: { parcel: ParcelState; contact: Contact; at: Instant },
): void {
  const { doorKey, lngE6, latE6 } = contact;
  model.effects.doors.push({ parcelId: parcel.id, doorKey, lngE6, latE6 });
  if (parcel.task) parcel.task.version += 1;
  touchParcel(model, parcel);
  emit(model, order, { kind: "parcel.moved", at, parcel });
}

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
