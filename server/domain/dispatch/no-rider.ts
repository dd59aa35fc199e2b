import { draftCase, type NewCase } from "../exceptions";

/**
 * When a parcel that nobody rides is for people to see. Minutes: how long it may have been ready for a rider without one,
 * and how long before its promise it must have one, however short it has waited.
 */
export type NoRiderLimits = {
  waitMinutes: number;
  promiseMinutes: number;
  /** So long before a booked window a rider may set out, and nobody is missed before. */
  aheadMinutes: number;
  /** So long a person's word that it is dealt with stands. */
  handledMinutes: number;
};

/** No rider carries a booked order around. */
export const AHEAD_MINUTES = 30;

export const NO_RIDER_LIMITS: NoRiderLimits = {
  waitMinutes: 5,
  promiseMinutes: 10,
  aheadMinutes: AHEAD_MINUTES,
  handledMinutes: 30,
};

/** A parcel at its store without a rider. Moments in epoch milliseconds; `waitingSince` null where its goods are not all picked. */
type Unridden = { waitingSince: number | null; promiseAt: number };

/**
 * One sentence for people: why a parcel without a rider is theirs to look at.
 *
 * @param now epoch milliseconds
 * @returns null where it can still wait: less than `waitMinutes` since it was ready, and more than `promiseMinutes` to its promise
 */
export function noRiderCause(
  { waitingSince, promiseAt }: Unridden,
  now: number,
  { waitMinutes, promiseMinutes }: NoRiderLimits = NO_RIDER_LIMITS,
): string | null {
  const waited = waitingSince === null ? -1 : Math.floor((now - waitingSince) / 60_000);
  const left = Math.floor((promiseAt - now) / 60_000);
  if (promiseAt <= now) return `已过承诺送达时间 ${-left} 分钟，仍无骑手接单`;
  if (waited >= waitMinutes) return `已等骑手 ${waited} 分钟，仍无骑手接单`;
  return promiseAt - now <= promiseMinutes * 60_000
    ? `距承诺送达只剩 ${left} 分钟，仍无骑手接单`
    : null;
}

/** A parcel without a rider, and whose it is. `orderId` is the first of the orders in it. */
export type UnriddenParcel = Unridden & {
  id: number;
  storeId: number;
  orderId: number;
  accountId: number;
  paidFen: number;
};

const DUE_MINUTES = 5;

/** The case of a parcel that no rider has taken for too long, `now` in epoch milliseconds. */
export function noRiderCase(
  parcel: UnriddenParcel,
  now: number,
  limits: NoRiderLimits = NO_RIDER_LIMITS,
): NewCase {
  return draftCase({
    code: "NO_RIDER",
    subject: `parcel:${parcel.id}`,
    orderId: parcel.orderId,
    fulfilmentId: parcel.id,
    accountId: parcel.accountId,
    storeId: parcel.storeId,
    cause: noRiderCause(parcel, now, limits) ?? "仍无骑手接单",
    data: { promiseAt: parcel.promiseAt, waitingSince: parcel.waitingSince },
    riskFen: parcel.paidFen,
    dueAt: now + DUE_MINUTES * 60_000,
  });
}
