import type { Instant } from "../kernel/instant";

/** How long before a booked moment the buyer is ready, where a channel names only one. */
const WINDOW_MS = 30 * 60_000;

/** The start of a booked window of which a channel told only the end. An order without a start is as soon as possible. */
export const bookedFrom = (to: Instant): Instant => (to - WINDOW_MS) as Instant;
