import type { TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { laneOfStore } from "@/db/log/inbox";
import type { EventInsert } from "@/db/queries/orders/events";
import {
  bumpOrders,
  growParcels,
  type MergeMember,
  type ParcelInsert,
  parcelLineRows,
  parcelRows,
  recordMerges,
} from "@/db/queries/orders/parcels";
import type { CounterDelta } from "@/db/queries/upkeep/counters";
import type { OpenParcel } from "@/server/domain/fulfilment";
import { present } from "@/server/domain/kernel/assert";
import { MERGE_RULE } from "@/server/domain/merge";
import { orderLabel } from "@/server/domain/orders/labels";
import type { Deps } from "../deps";
import type { Placed, Placing } from "./place-goods";

/** New parcels and what lies in them are rows still to be inserted, together with those of the caller. */
type Saved = { tables: TableRows[]; events: Omit<EventInsert, "id">[]; counters: CounterDelta[] };

/** Save the planned parcels: new ones, grown ones, who is in them and why. */
export async function saveParcels(
  deps: Deps,
  tx: Tx,
  placed: Placed,
  drafts: readonly Placing[],
): Promise<Saved> {
  const { parcels, parts } = placed.plan;
  const now = deps.clock.now();
  const merged = parcels.filter((p) => p.joined.length > 0);
  const fresh = merged.filter((p) => p.mergeGroupId === null);
  const groupIds = await deps.ids.take(fresh.length);
  fresh.forEach((parcel, i) => {
    parcel.mergeGroupId = present(groupIds[i], "group id");
  });
  const isFresh = new Set(fresh.map((p) => p.id));
  const labels = new LabelBook(drafts, placed);
  const [, , events] = await Promise.all([
    growParcels(
      tx,
      merged
        .filter((p) => p.exists)
        .map((p) => ({
          ...p,
          members: p.people.length,
          mergeGroupId: present(p.mergeGroupId, "merge group"),
        })),
    ),
    recordMerges(
      tx,
      merged.map((p) => ({
        id: present(p.mergeGroupId, "merge group"),
        fulfilmentId: p.id,
        ruleVersion: MERGE_RULE,
        members: newMembers(p, isFresh.has(p.id), labels, now),
      })),
    ),
    tellOldMembers(tx, merged, labels, now),
  ]);
  return {
    tables: [
      parcelRows(parcels.filter((p) => !p.exists).map((p) => parcelRow(p, now))),
      parcelLineRows(parts.map((p) => ({ ...p, fulfilmentId: p.parcelId }))),
    ],
    events,
    counters: releasedCounters(parcels, drafts, now),
  };
}

function parcelRow(p: OpenParcel, now: number): ParcelInsert {
  return {
    ...p,
    lane: laneOfStore(p.storeId),
    handshake: p.status === "released" ? "submitted" : "unsubmitted",
    members: p.people.length,
    mergeable: p.deliveryOwner === "self" && p.doorKey !== null,
    releasedAt: p.status === "released" ? now : null,
  };
}

/** How the orders of this batch and of the candidate parcels are called. */
class LabelBook {
  private readonly facts = new Map<number, Omit<MergeMember, "joinedAt" | "reason">>();
  constructor(drafts: readonly Placing[], placed: Placed) {
    for (const c of placed.candidates)
      this.facts.set(c.orderId, {
        orderId: c.orderId,
        channel: c.channel,
        externalNo: c.externalNo,
        daySeq: c.daySeq,
      });
    for (const { row } of drafts)
      this.facts.set(row.id, {
        orderId: row.id,
        channel: row.channel,
        externalNo: row.externalNo,
        daySeq: row.daySeq,
      });
  }
  of(orderId: number): Omit<MergeMember, "joinedAt" | "reason"> {
    return present(this.facts.get(orderId), `order ${orderId} of a merge`);
  }
}

function newMembers(
  parcel: OpenParcel,
  isFresh: boolean,
  labels: LabelBook,
  now: number,
): MergeMember[] {
  const joined = new Map(parcel.joined.map((j) => [j.orderId, j.reason]));
  const ids = parcel.people.map((p) => p.orderId).filter((id) => isFresh || joined.has(id));
  return ids.map((id) => ({ ...labels.of(id), joinedAt: now, reason: joined.get(id) ?? "首单" }));
}

/** Orders that were in the parcel before hear of it in their own history. */
async function tellOldMembers(
  tx: Tx,
  merged: readonly OpenParcel[],
  labels: LabelBook,
  now: number,
): Promise<Saved["events"]> {
  const grown = merged.filter((p) => p.exists);
  const old = grown.flatMap((p) => {
    const joined = new Set(p.joined.map((j) => j.orderId));
    return p.people
      .filter((m) => !joined.has(m.orderId))
      .map((m) => ({ orderId: m.orderId, parcel: p }));
  });
  const versions = await bumpOrders(
    tx,
    old.map((o) => o.orderId),
  );
  return [...new Map(old.map((o) => [o.orderId, o])).values()].map(({ orderId, parcel }) => {
    const with_ = parcel.joined
      .map((j) => labels.of(j.orderId))
      .map((m) => orderLabel(m.channel, m.daySeq, m.externalNo));
    return {
      kind: "parcel.joined",
      orderId,
      orderVersion: present(versions.get(orderId), "version of a member"),
      fulfilmentId: parcel.id,
      storeId: parcel.storeId,
      actor: "system",
      at: now,
      payload: { with: with_, reason: parcel.joined[0]?.reason ?? "" },
    };
  });
}

/** Orders whose goods went to the store at once. */
function releasedCounters(
  parcels: readonly OpenParcel[],
  drafts: readonly Placing[],
  now: number,
): CounterDelta[] {
  const released = new Map<number, number>();
  for (const p of parcels) {
    if (p.status !== "released" || (p.exists && p.joined.length === 0)) continue;
    for (const member of p.people)
      released.set(member.orderId, Math.max(released.get(member.orderId) ?? 0, p.people.length));
  }
  return drafts.flatMap(({ row }) => {
    const size = released.get(row.id);
    if (size === undefined) return [];
    return [
      {
        channel: row.channel,
        storeId: row.storeId ?? 0,
        at: now,
        releasedOrders: 1,
        mergedOrders: size > 1 ? 1 : 0,
      },
    ];
  });
}
