import type { ParcelPart, ParcelPlan } from "../../fulfilment";
import type { Granted, ReservationInsert } from "../../inventory";
import { present } from "../../kernel/assert";
import type { Instant } from "../../kernel/instant";
import { refreshOrder } from "../axes/refresh";
import { emit, raise } from "../effects";
import type { Model, OrderState, ParcelLine, ParcelState } from "../model";
import { advanceParcel } from "../parcels/parcel-steps";
import { priceOf } from "../refunds/owed";

/** What placing decided about orders that are there: their goods, and the parcels these lie in. */
export type PlacedAgain = {
  plan: Pick<ParcelPlan, "parcels" | "parts">;
  grantsOf: (orderId: number) => readonly Granted[];
  promised: readonly ReservationInsert[];
  late: ReadonlySet<number>;
  at: Instant;
};

/** What an order's history calls it. */
export type PlacingEvent =
  | "order.paid"
  | "order.placed_again"
  | "order.case_closed"
  | "order.contact_changed";

/** Events that were written with the parcels themselves: members of those that grew have told of it. */
type ToldAlready = readonly { orderId: number | null; orderVersion: number | null }[];

/** What was placed, in the model: parcels, goods and axes of these orders, and their history. */
export function settlePlaced(
  model: Model,
  orderIds: readonly number[],
  placed: PlacedAgain & { events: ToldAlready; event: PlacingEvent; by: string },
): void {
  addPlanned(model, placed);
  for (const { orderId, orderVersion } of placed.events) {
    const order = orderId === null ? undefined : model.orders.get(orderId);
    // What comes after counts from there.
    if (order && orderVersion !== null) order.version = orderVersion;
  }
  for (const id of orderIds) {
    const order = model.orders.get(id);
    if (order) takeGrants(model, order, placed);
  }
}

/** Planned parcels as the model knows them, so that whatever follows sees these goods where they lie. */
export function addPlanned(model: Model, { plan, at }: Pick<PlacedAgain, "plan" | "at">): void {
  for (const planned of plan.parcels) {
    const parts = plan.parts.filter((p) => p.parcelId === planned.id);
    if (parts.length === 0) continue;
    const parcel = model.parcels.get(planned.id) ?? newParcel(planned, at);
    // Who joins a parcel makes a change of it, which is written with the join itself.
    if (planned.exists) parcel.version += 1;
    parcel.members = planned.people.length;
    for (const part of parts) addPart(model, parcel, part);
    model.parcels.set(parcel.id, parcel);
  }
}

/** The part of a parcel that a line has, or had. */
export const partIn = (
  model: Model,
  { parcelId, orderId, lineNo }: Pick<ParcelPart, "parcelId" | "orderId" | "lineNo">,
): ParcelLine | undefined =>
  model.parcels
    .get(parcelId)
    ?.lines.find((part) => part.orderId === orderId && part.lineNo === lineNo);

/** A line that left the parcel and comes back fills its part again. */
function addPart(model: Model, parcel: ParcelState, part: ParcelPart): void {
  const { orderId, lineNo, skuId, qty } = part;
  const there = partIn(model, part);
  if (there) there.qty += qty;
  else
    parcel.lines.push({
      fulfilmentId: parcel.id,
      ...{ orderId, lineNo, skuId, qty },
      picked: null,
      fulfilled: 0,
      cancelled: 0,
    });
}

function newParcel(planned: ParcelPlan["parcels"][number], at: Instant): ParcelState {
  const { id, storeId, status, deliveryOwner, doorKey } = planned;
  const { mergeGroupId, promiseAt, weightGrams } = planned;
  const isOut = status === "released";
  return {
    ...{ id, storeId, status, deliveryOwner, doorKey, mergeGroupId, promiseAt, weightGrams },
    handshake: isOut ? "submitted" : "unsubmitted",
    members: planned.people.length,
    releasedAt: isOut ? at : null,
    pickedAt: null,
    handedOverAt: null,
    version: 1,
    lines: [],
    task: null,
  };
}

/** Granted pieces lie in a parcel now, and are promised; what is missing is told to people. */
export function takeGrants(
  model: Model,
  order: OrderState,
  placed: PlacedAgain & { event: PlacingEvent; by: string },
): void {
  const grants = placed.grantsOf(order.id);
  for (const grant of grants) takeGrant(order, grant, placed.promised);
  refreshOrder(model, order);
  if (order.stock === "short") raiseShortage(model, order, placed);
  const open = order.lines.reduce((sum, l) => sum + l.open, 0);
  const { event, by, at } = placed;
  emit(model, order, { kind: event, at, payload: { by, open }, actor: by });
  if (order.isTill && order.trade === "completed") handOut(model, order, at);
}

function takeGrant(
  order: OrderState,
  { lineNo, granted }: Granted,
  promised: readonly ReservationInsert[],
): void {
  const line = present(
    order.lines.find((l) => l.lineNo === lineNo),
    "line of a grant",
  );
  line.open += granted;
  line.unassigned -= granted;
  for (const { orderId, expiresAt, isPicked, ...r } of promised) {
    if (orderId !== order.id || r.lineNo !== lineNo) continue;
    const { part, storeId, skuId, qty, per } = r;
    const state = isPicked ? ("picked" as const) : ("confirmed" as const);
    const picked = isPicked ? qty : 0;
    line.reservations.push({ part, storeId, skuId, qty, per, picked, state, expiresAt: null });
  }
}

/** Sold at a till and complete: its goods are out of the store. */
function handOut(model: Model, order: OrderState, at: Instant): void {
  for (const parcel of model.parcels.values())
    if (parcel.lines.some((l) => l.orderId === order.id))
      advanceParcel(model, parcel, { to: "fulfilled", at, actor: "channel" });
}

/** Goods that were looked for and are not there: people decide, or time does. What has its case already is not told again. */
function raiseShortage(
  model: Model,
  order: OrderState,
  { late, event, at }: Pick<PlacedAgain, "late" | "at"> & { event: string },
): void {
  if (order.hasShortageCase) return;
  const short = order.lines.filter((l) => l.skuId !== null && l.unassigned > 0);
  const pieces = short.reduce((sum, l) => sum + l.unassigned, 0);
  // Its goods were kept until the time to pay was over; the money came after.
  const isLate = event === "order.paid" && late.has(order.id);
  raise(model, order, {
    at,
    code: isLate ? "PAY_AFTER_TIMEOUT" : "OUT_OF_STOCK",
    cause: `${isLate ? "超时后付款，货已不够" : "缺货"}：${short.length} 种商品共缺 ${pieces} 件`,
    riskFen: short.reduce((sum, l) => sum + priceOf(l, l.unassigned), 0),
    minutes: 3,
    data: { short: short.map((l) => ({ lineNo: l.lineNo, missing: l.unassigned })) },
  });
}
