import {
  asArray,
  asObject,
  entryOf,
  type Json,
  type JsonObject,
} from "@/server/adapters/channels/parse-json";
import type { Decoded, DeviceStep, PickedLine } from "@/server/domain/channels/message";
import { clockIso, FieldError, readInt, readText } from "@/server/domain/channels/reading";
import { isUnset } from "@/server/domain/channels/unset";
import { parseId } from "@/server/domain/kernel/ids";

type ParcelStep = Extract<DeviceStep, { kind: "parcel" }>;
type TaskStep = Extract<DeviceStep, { kind: "task" }>;

const PARCEL_STEPS: Record<string, ParcelStep["to"]> = {
  "fulfilment.accepted": "accepted",
  "fulfilment.rejected": "rejected",
  "fulfilment.pick_started": "picking",
  "fulfilment.picked": "picked",
  "fulfilment.packed": "packed",
  "fulfilment.ready": "ready",
  "fulfilment.handed_over": "handed_over",
};

const TASK_STEPS: Record<string, TaskStep["to"]> = {
  "delivery.arrived_store": "arrived_store",
  "delivery.picked_up": "picked_up",
  "delivery.delivering": "delivering",
  "delivery.delivered": "delivered",
  "delivery.undeliverable": "undeliverable",
};

const EVENTS_MAX = 100;

/** What a store terminal or a rider's phone sent: up to 100 steps in one message. */
export function readDeviceEvents(body: Json): Decoded[] {
  const events = asArray(asObject(body).events);
  if (events.length > EVENTS_MAX)
    throw new FieldError("BAD_FIELD", "events", `最多 ${EVENTS_MAX} 条`);
  return events.map(asObject).map(readEvent);
}

function readEvent(event: JsonObject): Decoded {
  const name = readText(event.event, "event", 64);
  const at = clockIso(event.occurred_at, "occurred_at");
  const parcelTo = entryOf(PARCEL_STEPS, name);
  if (parcelTo) {
    const fulfilmentId = readId("fulfilment", event.fulfilment_id, "fulfilment_id");
    return {
      type: "step",
      step: { kind: "parcel", fulfilmentId, to: parcelTo, at, picked: readPicked(event) },
    };
  }
  const taskTo = entryOf(TASK_STEPS, name);
  if (taskTo) {
    const taskId = readId("deliveryTask", event.task_id, "task_id");
    return { type: "step", step: { kind: "task", taskId, to: taskTo, at } };
  }
  return { type: "unknown", what: name };
}

function readId(
  kind: "fulfilment" | "deliveryTask",
  value: Json | undefined,
  field: string,
): number {
  const id = parseId(kind, readText(value, field, 32));
  if (id === null) throw new FieldError("BAD_FIELD", field, "不是我方编号");
  return id;
}

function readPicked(event: JsonObject): PickedLine[] {
  return asArray(event.lines)
    .map(asObject)
    .map((line, i) => {
      const [order, no] = readText(line.line_ref, `lines[${i}].line_ref`, 40).split(":");
      const orderId = parseId("order", order ?? "");
      if (orderId === null)
        throw new FieldError("BAD_FIELD", `lines[${i}].line_ref`, "不是我方订单行");
      return {
        orderId,
        lineNo: readInt(no ?? "", `lines[${i}].line_ref`, [1, 32_767]),
        picked: readInt(line.picked_qty, `lines[${i}].picked_qty`, [0, 99_999]),
        ...(isUnset(line.weighed_g)
          ? {}
          : { weighed: readInt(line.weighed_g, `lines[${i}].weighed_g`, [1, 1_000_000]) }),
      };
    });
}
