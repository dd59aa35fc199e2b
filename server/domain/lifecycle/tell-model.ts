import type { ChannelFact, DeviceStep } from "../channels";
import { endEmpty } from "./end-shortage";
import type { Model } from "./model";
import { applyFact } from "./order-facts";
import { answerHandshake } from "./parcels/handshake";
import { advanceParcel } from "./parcels/parcel-steps";
import { advanceTask } from "./parcels/task-steps";

export type Told = { orderId: number; fact: ChannelFact };

/** Orders, parcels and tasks by their numbers: what has to be loaded before something is told. */
export type Touched = {
  orderIds: readonly number[];
  parcelIds: readonly number[];
  taskIds: readonly number[];
};

/** What a batch of facts and steps touches. */
export const touchedBy = (facts: readonly Told[], steps: readonly DeviceStep[]): Touched => ({
  orderIds: facts.map((f) => f.orderId),
  parcelIds: steps.flatMap((s) => (s.kind === "parcel" ? [s.fulfilmentId] : [])),
  taskIds: steps.flatMap((s) => (s.kind === "task" ? [s.taskId] : [])),
});

/** Let facts and steps take effect on a loaded model, oldest fact first. Steps that are old news change nothing. */
export function tellModel(
  model: Model,
  facts: readonly Told[],
  steps: readonly DeviceStep[],
): void {
  for (const { orderId, fact } of [...facts].sort((a, b) => a.fact.at - b.fact.at)) {
    const order = model.orders.get(orderId);
    if (order) applyFact(model, order, fact);
  }
  for (const step of steps) applyStep(model, step);
}

function applyStep(model: Model, step: DeviceStep): void {
  if (step.kind === "task") {
    const parcel = [...model.parcels.values()].find((p) => p.task?.id === step.taskId);
    if (parcel) advanceTask(model, parcel, { to: step.to, at: step.at });
    return;
  }
  const parcel = model.parcels.get(step.fulfilmentId);
  if (!parcel) return;
  const { to, at, picked } = step;
  if (to === "accepted" || to === "rejected") answerHandshake(model, parcel, { to, at });
  else {
    advanceParcel(model, parcel, { to, at, actor: "store", picked });
    for (const id of new Set(parcel.lines.map((l) => l.orderId))) endEmpty(model, id, at);
  }
}
