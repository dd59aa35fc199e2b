import type { Instant } from "@/server/domain/kernel/instant";
import { DELIVERY, type Delivery } from "@/server/domain/orders";
import { refreshOrder } from "../axes/refresh";
import { emit, membersOf, raise, touchParcel } from "../effects";
import { freeRider, TASK_OVER } from "../goods/goods";
import type { Model, ParcelState } from "../model";
import { advanceParcel, type StepOutcome } from "./parcel-steps";

/** Reports that only a rider with the goods can make. */
const PROVES_GOODS: ReadonlySet<Delivery> = new Set([
  "picked_up",
  "delivering",
  "delivered",
  "undeliverable",
  "returned",
]);

/**
 * What our rider reports of a parcel. Later in the way is newer; an older report is late and changes nothing.
 */
export function advanceTask(
  model: Model,
  parcel: ParcelState,
  { to, at }: { to: Delivery; at: Instant },
): StepOutcome {
  const task = parcel.task;
  if (!task || TASK_OVER.has(task.status)) return "over";
  if (DELIVERY.indexOf(to) <= DELIVERY.indexOf(task.status)) return "late";
  const hadGoods = task.pickedUpAt !== null;
  task.status = to;
  task.factAt = at;
  task.version += 1;
  touchParcel(model, parcel);
  if (!hadGoods && PROVES_GOODS.has(to)) task.pickedUpAt = at;
  if (to === "delivered") task.deliveredAt = at;
  if (TASK_OVER.has(to)) freeRider(model, parcel);
  if (task.pickedUpAt === at && to !== "delivered")
    advanceParcel(model, parcel, { to: "handed_over", at, actor: "rider" });
  if (to === "delivered") advanceParcel(model, parcel, { to: "fulfilled", at, actor: "rider" });
  for (const order of membersOf(model, parcel)) {
    refreshOrder(model, order);
    emit(model, order, {
      kind: `delivery.${to}`,
      at,
      payload: { riderId: task.riderId },
      parcel,
      actor: "rider",
    });
    if (to === "undeliverable")
      raise(model, order, {
        at,
        code: "UNDELIVERABLE",
        cause: "骑手无法送达",
        riskFen: order.paidFen,
        parcel,
      });
  }
  return "done";
}

/** A rider takes a parcel on. */
export function assignTask(
  model: Model,
  parcel: ParcelState,
  { taskId, riderId, at, why }: { taskId: number; riderId: number; at: Instant; why: string },
): void {
  parcel.task = {
    id: taskId,
    riderId,
    status: "assigned",
    factAt: at,
    pickedUpAt: null,
    deliveredAt: null,
    version: 1,
  };
  touchParcel(model, parcel);
  model.effects.riderLoad.set(riderId, (model.effects.riderLoad.get(riderId) ?? 0) + 1);
  for (const order of membersOf(model, parcel)) {
    refreshOrder(model, order);
    emit(model, order, {
      kind: "delivery.assigned",
      at,
      payload: { riderId, why },
      parcel,
      actor: "dispatch",
    });
  }
}
