import type { Instant } from "../kernel/instant";

/** Pick, pack and ride at the 90th percentile: what must remain of the promise. */
const NEEDED_MS = 18 * 60_000;
const HOLD_MS_MAX = 90_000;
const HOLD_MS_MIN = 10_000;
/** Of the slack there is, so much may be spent waiting. */
const SLACK_SHARE = 10;

/**
 * How long a parcel may wait for a partner: seconds to minutes, only inside natural slack.
 *
 * @returns the moment to let it go, or null when there is no slack worth waiting in
 * @source docs/domain/lifecycle.md#merge-wait
 */
export function holdUntil(promiseAt: Instant, now: Instant): Instant | null {
  const slack = promiseAt - now - NEEDED_MS;
  const hold = Math.min(HOLD_MS_MAX, Math.floor(slack / SLACK_SHARE));
  return hold < HOLD_MS_MIN ? null : ((now + hold) as Instant);
}
