import { z } from "zod";
import type { Place } from "./grid-path";

const lineShape = z.object({
  line_ref: z.union([z.string(), z.number()]),
  channel: z.string(),
  external_no: z.string(),
  sku_code: z.string(),
  qty: z.number(),
});

/** A fulfilment as the gateway gives it to the shop's terminal. */
const storeTaskShape = z.object({
  fulfilment_id: z.string(),
  store_code: z.string(),
  status: z.string(),
  version: z.number(),
  delivery_owner: z.enum(["self", "platform", "pickup"]),
  parcel_class: z.string().optional(),
  promise_at: z.string().nullish(),
  lines: z.array(lineShape),
});
export type StoreTask = z.infer<typeof storeTaskShape>;

const placeShape = z.object({ lng_e6: z.number(), lat_e6: z.number() });

const riderTaskShape = z.object({
  task_id: z.string(),
  rider_code: z.string(),
  store_code: z.string(),
  fulfilment_id: z.string(),
  status: z.string(),
  version: z.number(),
  promise_at: z.string().nullish(),
  drop: placeShape,
  pickup: placeShape,
  ready: z.boolean(),
});
export type RiderTask = z.infer<typeof riderTaskShape>;

/** null when the gateway sends something else: one strange task must not stop a shop. */
export function parseStoreTask(raw: unknown): StoreTask | null {
  return storeTaskShape.safeParse(raw).data ?? null;
}

export function parseRiderTask(raw: unknown): RiderTask | null {
  return riderTaskShape.safeParse(raw).data ?? null;
}

export function placeOf(raw: RiderTask["drop"]): Place {
  return { lngE6: raw.lng_e6, latE6: raw.lat_e6 };
}
