import type { Tx } from "@/db/client";
import { type CandidateRow, findOpenParcels, lockDoors, lockParcelsWithOrders } from "@/db/queries/parcels";
import { lockStock } from "@/db/queries/stock";
import { type OpenParcel, type ParcelPlan, type PlacedLine, type Placement, planParcels } from "@/server/domain/fulfilment";
import { readName } from "@/server/domain/identity";
import { decideReservations, type Granted } from "@/server/domain/inventory";
import type { Instant } from "@/server/domain/kernel/instant";
import { present } from "@/server/domain/kernel/assert";
import { orderLabel } from "@/server/domain/orders/labels";
import type { Deps } from "../deps";
import type { Draft } from "./draft-order";

export type Placed = {
  grants: Granted[];
  changes: ReturnType<typeof decideReservations>["changes"];
  plan: ParcelPlan;
  candidates: CandidateRow[];
};

/**
 * Promise goods to a batch of orders and plan their parcels. Locks doors, then the orders and parcels behind them, then
 * stock, each in key order.
 */
export async function placeGoods(deps: Deps, tx: Tx, drafts: readonly Draft[]): Promise<Placed> {
  const candidates = await lockCandidates(tx, drafts);
  const demands = drafts.flatMap(demandsOf);
  const stock = await lockStock(tx, uniqueCells(demands));
  const { grants, changes } = decideReservations(demands, stock);
  const byOrder = new Map<number, Granted[]>();
  for (const grant of grants) byOrder.set(grant.orderId, [...(byOrder.get(grant.orderId) ?? []), grant]);
  const placements = drafts.flatMap((draft) => placementOf(draft, byOrder.get(draft.row.id) ?? []));
  const ids = await deps.ids.take(placements.reduce((sum, p) => sum + new Set(p.lines.map((l) => l.zone)).size, 0));
  let next = 0;
  const plan = planParcels(placements, openParcels(candidates), deps.clock.now(), () => present(ids[next++], "parcel id"));
  return { grants, changes, plan, candidates };
}

function demandsOf(draft: Draft) {
  const { storeId, trade } = draft.row;
  if (storeId === null || trade === "pending_payment") return [];
  return draft.lines.flatMap((line) =>
    line.skuId === null ? [] : [{ orderId: line.orderId, lineNo: line.lineNo, storeId, skuId: line.skuId, qty: line.ordered }],
  );
}

function uniqueCells<T extends { storeId: number; skuId: number }>(cells: readonly T[]): T[] {
  return [...new Map(cells.map((c) => [`${c.storeId}:${c.skuId}`, c])).values()];
}

async function lockCandidates(tx: Tx, drafts: readonly Draft[]): Promise<CandidateRow[]> {
  const doors = drafts.flatMap(({ row }) =>
    row.deliveryOwner === "self" && row.doorKey !== null && row.storeId !== null ? [{ storeId: row.storeId, doorKey: row.doorKey }] : [],
  );
  await lockDoors(tx, doors.map((d) => d.doorKey));
  const found = await findOpenParcels(tx, doors);
  if (found.length === 0) return [];
  const locked = await lockParcelsWithOrders(tx, found.map((c) => c.orderId), found.map((c) => c.id));
  const versions = new Map(locked.map((p) => [p.id, p.version]));
  // A parcel that moved on between the look and the lock is left alone.
  return found.filter((c) => versions.get(c.id) === c.version);
}

function openParcels(rows: readonly CandidateRow[]): OpenParcel[] {
  const parcels = new Map<number, OpenParcel>();
  for (const row of rows) {
    const parcel = parcels.get(row.id) ?? newOpenParcel(row);
    parcel.people.push({
      orderId: row.orderId,
      phone: { full: row.phoneKey, mask: row.maskKey },
      surname: row.nameMasked ? readName(row.nameMasked).surname : null,
      tags: row.tags ?? [],
    });
    parcel.labels.push(orderLabel(row.channel, row.daySeq, row.externalNo));
    parcels.set(row.id, parcel);
  }
  return [...parcels.values()];
}

function newOpenParcel(row: CandidateRow): OpenParcel {
  return {
    id: row.id,
    storeId: row.storeId,
    deliveryOwner: row.deliveryOwner,
    parcelClass: row.parcelClass,
    doorKey: row.doorKey,
    promiseFrom: row.promiseFrom as Instant | null,
    promiseAt: row.promiseAt as Instant,
    weightGrams: row.weightGrams,
    volumeMl: row.volumeMl,
    people: [],
    status: row.status,
    holdUntil: null,
    mergeGroupId: row.mergeGroupId,
    labels: [],
    lngE6: null,
    latE6: null,
    exists: true,
    joined: [],
  };
}

/** What was promised goes into parcels; what was not stays on the order, unassigned and visible. */
function placementOf(draft: Draft, grants: readonly Granted[]): Placement[] {
  const { row } = draft;
  const given = new Map(grants.filter((g) => g.granted > 0).map((g) => [g.lineNo, g.granted]));
  if (row.storeId === null || given.size === 0) return [];
  const lines = draft.lines.flatMap((line): PlacedLine[] => {
    const qty = given.get(line.lineNo);
    if (!qty || !line.sku) return [];
    const { weightGrams, volumeMl, zone } = line.sku;
    return [{ lineNo: line.lineNo, skuId: line.sku.id, qty, zone, weightGrams, volumeMl }];
  });
  return [
    {
      orderId: row.id,
      label: orderLabel(row.channel, row.daySeq, row.externalNo),
      storeId: row.storeId,
      deliveryOwner: row.deliveryOwner,
      doorKey: row.doorKey,
      promiseFrom: row.promiseFrom as Instant | null,
      promiseAt: row.promiseAt as Instant,
      person: { orderId: row.id, phone: draft.phone, surname: draft.surname, tags: row.tags },
      lngE6: row.lngE6,
      latE6: row.latE6,
      blocked: isBlocked(draft, grants),
      lines,
    },
  ];
}

/** The store may not start yet. */
export function isBlocked(draft: Draft, grants: readonly Granted[]): boolean {
  const short = grants.some((g) => g.granted < g.qty);
  return draft.row.trade !== "accepted" || draft.moneyFault !== null || short || draft.lines.some((l) => l.skuId === null);
}
