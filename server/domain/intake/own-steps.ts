import { actsFor, type DeviceStep } from "../channels";
import type { FromMessage, Heard } from "./understood";

/** What a device's step is about: `parcel:17`, `task:3`. */
export const stepKey = (step: DeviceStep): string =>
  `${step.kind}:${step.kind === "parcel" ? step.fulfilmentId : step.taskId}`;

/** Codes of the stores and riders that steps are of, by `stepKey`; what is not there has none. */
export type Owners = ReadonlyMap<string, string>;

type Said<M extends Heard> = FromMessage<M> & { step: DeviceStep };

/**
 * What devices say of their own: a terminal of its store's parcels, a phone of its rider's tasks. The system behind all of
 * them says what it likes. Of what is not there nobody can say whose it is, and nothing happens to it.
 *
 * @returns steps that may take effect, and those that were not theirs to tell
 */
export function ownSteps<M extends Heard>(
  steps: readonly Said<M>[],
  owners: Owners,
): { own: DeviceStep[]; strange: Said<M>[] } {
  const isOwn = ({ account, step }: Said<M>): boolean => {
    const owner = owners.get(stepKey(step));
    return owner === undefined || actsFor(account, owner);
  };
  return { own: steps.filter(isOwn).map((s) => s.step), strange: steps.filter((s) => !isOwn(s)) };
}
