import type { Instant } from "../kernel/instant";
import type { WaitRules } from "../rules";

/**
 * How long a parcel may wait for a partner: seconds to minutes, only inside natural slack. A partner is likeliest in the
 * first minute, and the chance falls fast.
 *
 * @returns the moment to let it go, or null when there is no slack worth waiting in
 * @source docs/domain/lifecycle.md#merge-wait
 */
export function holdUntil(promiseAt: Instant, now: Instant, rules: WaitRules): Instant | null {
  const slack = promiseAt - now - rules.neededMs;
  const hold = Math.min(rules.holdMsMax, Math.floor(slack / rules.slackShare));
  return hold < rules.holdMsMin ? null : ((now + hold) as Instant);
}
