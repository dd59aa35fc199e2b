import type { TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { laneOfStore } from "@/db/log/inbox";
import type { EventInsert } from "@/db/queries/orders/events";
import {
  bumpOrders,
  growParcels,
  type ParcelInsert,
  parcelLineRows,
  parcelRows,
  recordMerges,
  refillParts,
} from "@/db/queries/orders/parcels";
import {
  type NameOf,
  namesOf,
  newMembers,
  type OpenParcel,
  oldMembers,
  type ParcelPart,
  type Placing,
  releasedCounters,
} from "@/server/domain/fulfilment";
import { present } from "@/server/domain/kernel/assert";
import type { CounterDelta } from "@/server/domain/metrics";
import { PARCEL_RULES } from "@/server/domain/rules";
import type { Deps } from "../deps";
import type { Placed } from "./place-goods";

/** New parcels and what lies in them are rows still to be inserted, together with those of the caller. */
type Saved = { tables: TableRows[]; events: Omit<EventInsert, "id">[]; counters: CounterDelta[] };

type Saving = {
  placed: Placed;
  placings: readonly Pick<Placing, "row">[];
  /** A line comes back to a parcel that it left: its row is there. */
  hasPart?: (part: ParcelPart) => boolean;
};

/** Save the planned parcels: new ones, grown ones, who is in them and why. */
export async function saveParcels(
  deps: Deps,
  tx: Tx,
  { placed, placings, hasPart = () => false }: Saving,
): Promise<Saved> {
  const { parcels, parts } = placed.plan;
  const now = deps.clock.now();
  const merged = parcels.filter((p) => p.joined.length > 0);
  const nameOf = namesOf(
    placings.map((p) => p.row),
    placed.candidates,
  );
  const isFirst = await nameGroups(deps, merged);
  const grown = merged.filter((p) => p.exists);
  const [, , , events] = await Promise.all([
    refillParts(tx, parts.filter(hasPart)),
    growParcels(
      tx,
      grown.map((p) => ({ ...p, members: p.people.length, mergeGroupId: groupOf(p) })),
    ),
    recordMerges(
      tx,
      merged.map((p) => ({
        id: groupOf(p),
        fulfilmentId: p.id,
        ruleVersion: PARCEL_RULES.merge.version,
        members: newMembers(p, { isFirstMerge: isFirst.has(p.id), nameOf, now }),
      })),
    ),
    tellOldMembers(tx, merged, { nameOf, now }),
  ]);
  const fresh = parcels.filter((p) => !p.exists);
  return {
    tables: [
      parcelRows(fresh.map((p) => parcelRow(p, now))),
      parcelLineRows(
        parts.filter((p) => !hasPart(p)).map((p) => ({ ...p, fulfilmentId: p.parcelId })),
      ),
    ],
    events,
    counters: releasedCounters(
      parcels,
      placings.map((p) => p.row),
      now,
    ),
  };
}

const groupOf = (parcel: OpenParcel): number => present(parcel.mergeGroupId, "merge group");

/** Parcels that are merged for the first time get a group. @returns their ids */
async function nameGroups(
  deps: Pick<Deps, "ids">,
  merged: readonly OpenParcel[],
): Promise<ReadonlySet<number>> {
  const first = merged.filter((p) => p.mergeGroupId === null);
  const ids = await deps.ids.take(first.length);
  first.forEach((parcel, i) => {
    parcel.mergeGroupId = present(ids[i], "group id");
  });
  return new Set(first.map((p) => p.id));
}

const parcelRow = (p: OpenParcel, now: number): ParcelInsert => ({
  ...p,
  lane: laneOfStore(p.storeId),
  handshake: p.status === "released" ? "submitted" : "unsubmitted",
  members: p.people.length,
  mergeable: p.deliveryOwner === "self" && p.doorKey !== null,
  releasedAt: p.status === "released" ? now : null,
});

/** Orders that were in the parcel before hear of it in their own history. */
async function tellOldMembers(
  tx: Tx,
  merged: readonly OpenParcel[],
  { nameOf, now }: { nameOf: NameOf; now: number },
): Promise<Saved["events"]> {
  const old = oldMembers(merged, nameOf);
  const versions = await bumpOrders(
    tx,
    old.map((o) => o.orderId),
  );
  return old.map(({ orderId, parcelId, storeId, payload }) => ({
    kind: "parcel.joined",
    orderId,
    orderVersion: present(versions.get(orderId), "version of a member"),
    fulfilmentId: parcelId,
    storeId,
    actor: "system",
    at: now,
    payload,
  }));
}
