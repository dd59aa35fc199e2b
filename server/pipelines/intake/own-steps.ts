import type { Tx } from "@/db/client";
import { ownersOf } from "@/db/queries/channels/devices";
import { actsFor, type DeviceStep } from "@/server/domain/channels";
import type { FromMessage } from "./messages/decode-batch";

type Said = FromMessage & { step: DeviceStep };

/**
 * What devices say of their own: a terminal of its store's parcels, a phone of its rider's tasks. The system behind all of
 * them says what it likes.
 *
 * @returns steps that may take effect, and those that were not theirs to tell
 */
export async function ownSteps(
  tx: Tx,
  steps: readonly Said[],
): Promise<{ own: DeviceStep[]; strange: Said[] }> {
  const bound = steps.filter((s) => s.account.config.actsFor !== "*");
  if (bound.length === 0) return { own: steps.map((s) => s.step), strange: [] };
  const rows = await ownersOf(
    tx,
    bound.flatMap(({ step }) => (step.kind === "parcel" ? [step.fulfilmentId] : [])),
    bound.flatMap(({ step }) => (step.kind === "task" ? [step.taskId] : [])),
  );
  const owners = new Map(rows.map((row) => [`${row.kind}:${row.id}`, row.code]));
  const isOwn = ({ account, step }: Said): boolean => {
    if (account.config.actsFor === "*") return true;
    const id = step.kind === "parcel" ? step.fulfilmentId : step.taskId;
    const owner = owners.get(`${step.kind}:${id}`);
    // Of what is not there nobody can say whose it is, and nothing happens to it.
    return owner === undefined || actsFor(account, owner);
  };
  return { own: steps.filter(isOwn).map((s) => s.step), strange: steps.filter((s) => !isOwn(s)) };
}
