import type { Tx } from "@/db/client";
import { loadModel, type Touched } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import type { ChannelFact, DeviceStep } from "@/server/domain/channels";
import {
  advanceParcel,
  advanceTask,
  applyFact,
  emit,
  type Model,
  raise,
} from "@/server/domain/lifecycle";
import type { Deps } from "../deps";

export type Told = { orderId: number; fact: ChannelFact };

/** What a batch of facts and steps touches. */
export function touchedBy(facts: readonly Told[], steps: readonly DeviceStep[]): Touched {
  return {
    orderIds: facts.map((f) => f.orderId),
    parcelIds: steps.flatMap((s) => (s.kind === "parcel" ? [s.fulfilmentId] : [])),
    taskIds: steps.flatMap((s) => (s.kind === "task" ? [s.taskId] : [])),
  };
}

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

/** Load, tell, save: for facts that are known to be new and come alone. @returns those that took no effect yet */
export async function applyFacts(
  deps: Deps,
  tx: Tx,
  facts: readonly Told[],
): Promise<Model["effects"]["waiting"]> {
  const model = await loadModel(tx, touchedBy(facts, []));
  tellModel(model, facts, []);
  await saveModel(tx, deps.ids, model, []);
  return model.effects.waiting;
}

function applyStep(model: Model, step: DeviceStep): void {
  if (step.kind === "task") {
    const parcel = [...model.parcels.values()].find((p) => p.task?.id === step.taskId);
    if (parcel) advanceTask(model, parcel, step.to, step.at);
    return;
  }
  const parcel = model.parcels.get(step.fulfilmentId);
  if (!parcel) return;
  if (step.to === "accepted" || step.to === "rejected")
    handshake(model, step.fulfilmentId, step.to, step.at);
  else advanceParcel(model, parcel, step.to, step.at, "store", step.picked);
}

/** The store takes the parcel, or refuses it, which people must see. */
function handshake(
  model: Model,
  parcelId: number,
  answer: "accepted" | "rejected",
  at: DeviceStep["at"],
): void {
  const parcel = model.parcels.get(parcelId);
  if (parcel?.handshake !== "submitted") return;
  parcel.handshake = answer;
  model.effects.changedParcels.add(parcel.id);
  parcel.version += 1;
  const ids = new Set(parcel.lines.filter((l) => l.qty > l.cancelled).map((l) => l.orderId));
  for (const id of ids) {
    const order = model.orders.get(id);
    if (!order) continue;
    emit(model, order, `store.${answer}`, at, {}, parcel, "store");
    if (answer === "rejected")
      raise(model, order, at, {
        code: "STORE_REJECTED",
        cause: "门店拒单",
        riskFen: order.paidFen,
        parcel,
        minutes: 3,
      });
  }
}
