import { present } from "../kernel/assert";
import type { CounterDelta } from "../metrics";
import { orderLabel } from "../orders";
import type { OpenParcel } from "./plan-parcels";

/** How an order is called, by its number with us. */
type Named = { channel: string; externalNo: string; daySeq: number | null };
export type NameOf = (orderId: number) => Named;

/** How the orders of a batch and those they may join are called. @throws where an order is of neither */
export function namesOf(
  orders: readonly (Named & { id: number })[],
  candidates: readonly (Named & { orderId: number })[],
): NameOf {
  const there = candidates.map((c) => ({ ...c, id: c.orderId }));
  const names = new Map(
    [...there, ...orders].map(({ id, channel, externalNo, daySeq }) => [
      id,
      { channel, externalNo, daySeq },
    ]),
  );
  return (orderId) => present(names.get(orderId), `order ${orderId} of a merge`);
}

/** One member of a merged parcel, as it is recorded. `joinedAt` in epoch ms. */
export type MergeMember = Named & { orderId: number; joinedAt: number; reason: string };

const FIRST = "首单";

/**
 * Who is to be recorded as a member of a merged parcel: everybody when the parcel was never merged before, else those who
 * joined now.
 */
export function newMembers(
  parcel: Pick<OpenParcel, "joined" | "people">,
  how: { isFirstMerge: boolean; nameOf: NameOf; now: number },
): MergeMember[] {
  const joined = new Map(parcel.joined.map((j) => [j.orderId, j.reason]));
  const ids = parcel.people
    .map((p) => p.orderId)
    .filter((id) => how.isFirstMerge || joined.has(id));
  return ids.map((orderId) => ({
    ...how.nameOf(orderId),
    orderId,
    joinedAt: how.now,
    reason: joined.get(orderId) ?? FIRST,
  }));
}

/** An order that was in a parcel before others joined it, and what its history says of them. */
type Joined = {
  orderId: number;
  parcelId: number;
  storeId: number;
  payload: { with: string[]; reason: string };
};

/** Orders that were in these parcels before, each once: they hear of it in their own history. */
export function oldMembers(merged: readonly OpenParcel[], nameOf: NameOf): Joined[] {
  const found = new Map<number, Joined>();
  for (const parcel of merged.filter((p) => p.exists)) {
    const joined = new Set(parcel.joined.map((j) => j.orderId));
    const names = parcel.joined.map((j) => {
      const { channel, daySeq, externalNo } = nameOf(j.orderId);
      return orderLabel(channel, daySeq, externalNo);
    });
    const payload = { with: names, reason: parcel.joined[0]?.reason ?? "" };
    for (const { orderId } of parcel.people)
      if (!joined.has(orderId))
        found.set(orderId, { orderId, parcelId: parcel.id, storeId: parcel.storeId, payload });
  }
  return [...found.values()];
}

/** Orders whose goods went to the store with the plan itself, and whether they went with others'. */
export function releasedCounters(
  parcels: readonly OpenParcel[],
  orders: readonly { id: number; channel: string; storeId: number | null }[],
  now: number,
): CounterDelta[] {
  const sizes = new Map<number, number>();
  for (const p of parcels) {
    if (p.status !== "released" || (p.exists && p.joined.length === 0)) continue;
    for (const { orderId } of p.people)
      sizes.set(orderId, Math.max(sizes.get(orderId) ?? 0, p.people.length));
  }
  return orders.flatMap(({ id, channel, storeId }) => {
    const size = sizes.get(id);
    if (size === undefined) return [];
    const merged = { releasedOrders: 1, mergedOrders: size > 1 ? 1 : 0 };
    return [{ channel, storeId: storeId ?? 0, at: now, ...merged }];
  });
}
