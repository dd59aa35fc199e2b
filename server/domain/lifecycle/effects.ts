import type { EventKind } from "../events";
import { CASES, type CaseCode, HOLDING_CODES, type NewCase, OUTLIVING_CODES } from "../exceptions";
import type { Instant } from "../kernel/instant";
import { refreshHolds } from "./axes/holds";
import type { Model, OrderState, ParcelState, StockChange } from "./model";

/** What an event tells, beside whose it is. Without an actor we did it ourselves. */
type Telling = {
  kind: EventKind;
  at: Instant;
  payload?: Record<string, unknown>;
  parcel?: ParcelState | undefined;
  actor?: string;
};

/**
 * One change of one order: its version goes up by exactly one and exactly one event tells of it.
 *
 * @param telling `payload`: what changed and why, in plain values; shown in the order's timeline
 */
export function emit(
  model: Model,
  order: OrderState,
  { kind, at, payload = {}, parcel, actor = "system" }: Telling,
): void {
  order.version += 1;
  model.effects.changedOrders.add(order.id);
  model.effects.events.push({
    kind,
    orderId: order.id,
    orderVersion: order.version,
    fulfilmentId: parcel?.id ?? null,
    storeId: order.storeId,
    actor,
    at,
    payload,
  });
}

/** Note that a parcel changed: its version goes up and its row is written. */
export function touchParcel(model: Model, parcel: ParcelState): void {
  if (model.effects.changedParcels.has(parcel.id)) return;
  parcel.version += 1;
  model.effects.changedParcels.add(parcel.id);
}

/** Move promised or real goods of one cell; negative gives back. */
export function moveStock(
  model: Model,
  { storeId, skuId }: Pick<StockChange, "storeId" | "skuId">,
  move: Partial<Omit<StockChange, "storeId" | "skuId">>,
): void {
  const { reserved = 0, picked = 0, onHand = 0, isFact = false } = move;
  if (reserved === 0 && picked === 0 && onHand === 0) return;
  const key = `${storeId}:${skuId}`;
  const change = model.effects.stock.get(key) ?? {
    storeId,
    skuId,
    reserved: 0,
    picked: 0,
    onHand: 0,
    isFact: false,
  };
  change.reserved += reserved;
  change.picked += picked;
  change.onHand += onHand;
  change.isFact ||= isFact;
  model.effects.stock.set(key, change);
}

/** Open a case about an order. The same subject twice is one case. */
export function raise(
  model: Model,
  order: OrderState,
  about: Pick<NewCase, "code" | "cause" | "riskFen"> & {
    at: Instant;
    parcel?: ParcelState;
    minutes?: number;
    /** Where it is not `minutes` from now. */
    dueAt?: Instant;
    /** Where an order may have several of the kind. */
    subject?: string;
    data?: Record<string, unknown>;
  },
): void {
  if (HOLDING_CODES.includes(about.code)) {
    order.holdingCodes = [...order.holdingCodes, about.code];
    refreshHolds(order);
    model.effects.changedOrders.add(order.id);
  }
  model.effects.exceptions.push({
    code: about.code,
    subject: about.subject ?? `order:${order.id}`,
    orderId: order.id,
    fulfilmentId: about.parcel?.id ?? null,
    storeId: order.storeId,
    accountId: order.accountId,
    cause: about.cause,
    data: about.data ?? {},
    riskFen: about.riskFen,
    dueAt:
      about.dueAt ??
      ((about.at + (about.minutes ?? CASES[about.code].minutes) * 60_000) as Instant),
  });
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at: about.at,
    exceptions: 1,
  });
}

/** What a buyer applied for. */
export const APPLIED_CODE = "REFUND_IN_PROGRESS" satisfies CaseCode;

/** The order itself is over: so are its cases, those of this very transaction too. */
export function closeOrderCases(model: Model, order: OrderState): void {
  const { effects } = model;
  order.holdingCodes = [];
  refreshHolds(order);
  effects.closedOrders.add(order.id);
  effects.exceptions = effects.exceptions.filter(
    (e) => e.orderId !== order.id || OUTLIVING_CODES.includes(e.code),
  );
}

/** One case is over, whatever becomes of its order. */
export function closeOneCase(
  model: Model,
  about: { code: CaseCode; subject: string },
  outcome: string,
): void {
  const { effects } = model;
  effects.closedCases.push({ ...about, outcome });
  effects.exceptions = effects.exceptions.filter(
    (e) => e.code !== about.code || e.subject !== about.subject,
  );
}

/** The parcels an order has goods in. */
export function parcelsOf(model: Model, order: OrderState): ParcelState[] {
  return [...model.parcels.values()].filter((p) => p.lines.some((l) => l.orderId === order.id));
}

/** The orders that have live goods in a parcel, in id order. */
export function membersOf(model: Model, parcel: ParcelState): OrderState[] {
  return [...liveIds(parcel)].sort((a, b) => a - b).flatMap((id) => model.orders.get(id) ?? []);
}

/** Whether everybody in a parcel is loaded. Where not, it is there to be read: somebody's axes are derived from it. */
export const isWhole = (model: Model, parcel: ParcelState): boolean =>
  [...liveIds(parcel)].every((id) => model.orders.has(id));

const liveIds = (parcel: ParcelState): Set<number> =>
  new Set(parcel.lines.filter((l) => l.qty > l.cancelled).map((l) => l.orderId));
