import type { Tx } from "@/db/client";
import { ownersOf } from "@/db/queries/channels/devices";
import type { DeviceStep } from "@/server/domain/channels";
import type { Owners } from "@/server/domain/intake";

/** The stores and riders that steps are of. Asks nothing where there are no steps. */
export async function stepOwners(tx: Tx, steps: readonly DeviceStep[]): Promise<Owners> {
  if (steps.length === 0) return new Map();
  const rows = await ownersOf(
    tx,
    steps.flatMap((step) => (step.kind === "parcel" ? [step.fulfilmentId] : [])),
    steps.flatMap((step) => (step.kind === "task" ? [step.taskId] : [])),
  );
  return new Map(rows.map((row) => [`${row.kind}:${row.id}`, row.code]));
}
