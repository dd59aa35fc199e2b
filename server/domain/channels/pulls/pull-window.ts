import type { Instant } from "../../kernel/instant";

/** Windows overlap by this much: clocks differ, and an order may become visible late. */
const OVERLAP_MS = 5 * 60_000;
const LOOK_BACK_MS_MAX = 24 * 3_600_000;

/**
 * From when on a platform is asked what orders it had. After a long rest no more than a day is looked at.
 *
 * @param until the end of what was asked for last; null where nobody has asked yet
 */
export const pullFrom = (until: number | null, now: Instant): Instant =>
  Math.max(now - LOOK_BACK_MS_MAX, (until ?? now - OVERLAP_MS) - OVERLAP_MS) as Instant;
