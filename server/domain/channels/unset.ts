import type { Instant } from "../kernel/instant";
import type { Assumed } from "./message";
import { clockSeconds, readInt } from "./reading";

/**
 * Whether a sender left a field out: it is not there, null, or has nothing in it. An absent field is never a value: who
 * reads it takes a setting of the account, or says that it was not told (`Assumed`).
 */
export function isLeftOut(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && isNothing(value));
}

const isNothing = (text: string): boolean => /^\s*(?:null|undefined)?\s*$/.test(text.slice(0, 64));

/** The same of what begins at 1, a count, a day's number or a moment: platforms write 0 and -1 for "none" there. */
export function isUnset(value: unknown): boolean {
  return isLeftOut(value) || [0, -1].includes(Number(value));
}

/** The first that is set. @returns undefined when none is */
export const firstSet = <T>(values: readonly T[]): T | undefined =>
  values.find((value) => !isUnset(value));

/** No moment anybody told: the message's arrival stands for it. */
export const UNTOLD = -1 as Instant;

/**
 * The first of a sender's times that is set, in epoch seconds.
 *
 * @returns UNTOLD when none is
 * @throws FieldError when it is no whole number
 */
export function clockOf(values: readonly unknown[], field: string): Instant {
  const value = firstSet(values);
  return value === undefined ? UNTOLD : clockSeconds(value, field);
}

/** Before any order of ours: platforms write 1 and the like for a time that nobody wished. */
const WISH_SECONDS_MIN = 1_500_000_000;

/**
 * A moment that somebody wished, in epoch seconds; null where none is told.
 *
 * @throws FieldError when it is no number, or after 2099
 */
export function wishedAt(value: unknown, field: string): Instant | null {
  if (isUnset(value)) return null;
  const seconds = readInt(value, field, [-1, 4_100_000_000]);
  return seconds < WISH_SECONDS_MIN ? null : ((seconds * 1000) as Instant);
}

/**
 * A day's number, from 1; null where none is told.
 *
 * @throws FieldError when it is no such number
 */
export const daySeqOf = (value: unknown, field: string): number | null =>
  isUnset(value) ? null : readInt(value, field, [0, 1e7]);

/** What an order did not say, as it goes with the order; null where it said all. */
export const assumedOf = (fields: readonly string[], doubt: string | null): Assumed | null =>
  fields.length === 0 && doubt === null ? null : { fields, doubt };
