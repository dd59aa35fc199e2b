import { readName } from "../identity";
import type { ParcelClass } from "../kernel/goods";
import type { Instant } from "../kernel/instant";
import { type DeliveryOwner, type Fulfil, orderLabel } from "../orders";
import type { OpenParcel } from "./plan-parcels";

/** An open parcel that an order could join, one row a member order. Keys in hex, moments in epoch ms. */
export type CandidateRow = {
  id: number;
  storeId: number;
  parcelClass: ParcelClass;
  deliveryOwner: DeliveryOwner;
  doorKey: string;
  promiseFrom: number | null;
  promiseAt: number;
  weightGrams: number;
  volumeMl: number;
  mergeGroupId: number | null;
  status: Fulfil;
  version: number;
  orderId: number;
  externalNo: string;
  channel: string;
  daySeq: number | null;
  phoneKey: string | null;
  maskKey: string | null;
  nameMasked: string | null;
  tags: string[] | null;
  holds: number;
  /** Orders that lay in it once: all of theirs was taken out. */
  leftIds: number[] | null;
};

/** Candidates as planning knows parcels: one each, with everybody who is in it. In the order of their first row. */
export function openParcels(rows: readonly CandidateRow[]): OpenParcel[] {
  const parcels = new Map<number, OpenParcel>();
  for (const row of rows) {
    const parcel = parcels.get(row.id) ?? emptyParcel(row);
    parcel.people.push({
      orderId: row.orderId,
      phone: { full: row.phoneKey, mask: row.maskKey },
      surname: row.nameMasked ? readName(row.nameMasked).surname : null,
      tags: row.tags ?? [],
    });
    parcel.labels.push(orderLabel(row.channel, row.daySeq, row.externalNo));
    parcel.held ||= row.holds > 0;
    parcels.set(row.id, parcel);
  }
  return [...parcels.values()];
}

function emptyParcel(row: CandidateRow): OpenParcel {
  const { id, storeId, deliveryOwner, parcelClass, doorKey, status, mergeGroupId } = row;
  return {
    ...{ id, storeId, deliveryOwner, parcelClass, doorKey, status, mergeGroupId },
    promiseFrom: row.promiseFrom as Instant | null,
    promiseAt: row.promiseAt as Instant,
    weightGrams: row.weightGrams,
    volumeMl: row.volumeMl,
    people: [],
    holdUntil: null,
    labels: [],
    lngE6: null,
    latE6: null,
    held: false,
    exists: true,
    leftIds: row.leftIds ?? [],
    joined: [],
  };
}
