import type { PickedLine } from "@/server/domain/channels";
import type { Instant } from "@/server/domain/kernel/instant";
import { FULFIL, type Fulfil } from "@/server/domain/orders";
import { refreshOrder } from "../axes/refresh";
import { riseTo } from "../axes/trade";
import { closeOrderCases, emit, membersOf, touchParcel } from "../effects";
import { consumeParcel, fulfilParcel, pickParcel, recountParcel } from "../goods/goods";
import type { Model, OrderState, ParcelState } from "../model";
import { settleShortage } from "../settle-shortage";
import { type Short, takeShort } from "./short-pick";

/** The way of a parcel. A step may be skipped (its report is late or lost), never taken back. */
export const PARCEL_WAY: readonly Fulfil[] = [
  "waiting_merge",
  "open",
  "released",
  "picking",
  "short_picked",
  "picked",
  "packed",
  "ready",
  "handed_over",
  "fulfilled",
];

export type StepOutcome = "done" | "late" | "over";

/** Where a parcel got to, when, by whose word; `picked` of its lines, of which those not named were found whole. */
type Step = { to: Fulfil; at: Instant; actor: string; picked?: readonly PickedLine[] };

/**
 * Bring a parcel forward. A report that says less than we know is late and changes nothing, so all orders of arrival
 * end in the same state.
 *
 * @returns "late" for old news, "over" for a parcel that was cancelled
 */
export function advanceParcel(
  model: Model,
  parcel: ParcelState,
  { to: told, at, actor, picked = [] }: Step,
): StepOutcome {
  // Who fetches it himself has it then: nothing is on its way.
  const to = told === "handed_over" && parcel.deliveryOwner === "pickup" ? "fulfilled" : told;
  const from = parcel.status;
  if (PARCEL_WAY.indexOf(from) < 0) return "over";
  if (PARCEL_WAY.indexOf(to) <= PARCEL_WAY.indexOf(from)) return "late";
  const short = passes(from, to, "picked") ? takeShort(model, parcel, { picked, at }) : NONE;
  if (recountParcel(model, parcel, at)) {
    tellMembers(model, parcel, { from, to: "cancelled", at, actor, short });
    return "done";
  }
  if (passes(from, to, "picked")) pickParcel(model, parcel, weighedOf(picked));
  if (passes(from, to, "packed")) {
    model.effects.packages.push({ fulfilmentId: parcel.id, weightGrams: parcel.weightGrams, at });
  }
  if (passes(from, to, "handed_over")) consumeParcel(model, parcel);
  if (passes(from, to, "fulfilled")) fulfilParcel(model, parcel);
  stamp(parcel, { from, to, at });
  parcel.status = to;
  touchParcel(model, parcel);
  tellMembers(model, parcel, { from, to, at, actor, short });
  return "done";
}

function passes(from: Fulfil, to: Fulfil, step: Fulfil): boolean {
  const i = FULFIL.indexOf(step);
  return FULFIL.indexOf(from) < i && i <= FULFIL.indexOf(to);
}

function weighedOf(picked: readonly PickedLine[]) {
  return (orderId: number, lineNo: number): number | null =>
    picked.find((p) => p.orderId === orderId && p.lineNo === lineNo)?.weighed ?? null;
}

function stamp(
  parcel: ParcelState,
  { from, to, at }: { from: Fulfil; to: Fulfil; at: Instant },
): void {
  if (passes(from, to, "released")) parcel.releasedAt = at;
  if (passes(from, to, "picked")) parcel.pickedAt = at;
  if (passes(from, to, "handed_over")) parcel.handedOverAt = at;
}

const NONE: Short = new Map();

/** Every member's history tells of the step. */
function tellMembers(
  model: Model,
  parcel: ParcelState,
  {
    from,
    to,
    at,
    actor,
    short,
  }: { from: Fulfil; to: Fulfil; at: Instant; actor: string; short: Short },
): void {
  const ids = new Set(parcel.lines.map((l) => l.orderId));
  const live = new Set(membersOf(model, parcel).map((o) => o.id));
  for (const id of [...ids].sort((a, b) => a - b)) {
    const order = model.orders.get(id);
    const missing = short.get(id) ?? 0;
    if (!order || (!live.has(id) && missing === 0)) continue;
    refreshOrder(model, order);
    // For an order of which nothing was found the parcel is over, whatever the others do.
    const kind = live.has(id) ? to : "cancelled";
    const payload = { from, to: kind, ...(missing > 0 ? { short: missing } : {}) };
    emit(model, order, { kind: `parcel.${kind}`, at, payload, parcel, actor });
    if (kind === "released") countReleased(model, parcel, { order, at });
    if (kind === "fulfilled" || kind === "cancelled") finishIfDone(model, order, at);
  }
}

function countReleased(
  model: Model,
  parcel: ParcelState,
  { order, at }: { order: { channel: string; storeId: number | null }; at: Instant },
): void {
  const merged = parcel.members > 1 ? 1 : 0;
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    releasedOrders: 1,
    mergedOrders: merged,
  });
}

/** Delivered in all its parts that were not taken out: our own orders are complete; a platform says so itself. */
export function finishIfDone(model: Model, order: OrderState, at: Instant): void {
  if (order.lines.some((l) => l.open > 0) || !order.lines.some((l) => l.fulfilled > 0)) return;
  order.deliveredAt = order.deliveredAt ?? at;
  if (order.deliveryOwner === "platform" || !riseTo(order, "completed")) return;
  // What lies nowhere never came.
  if (!order.isTill) settleShortage(model, order, { at });
  closeOrderCases(model, order);
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    completed: 1,
  });
}
