import type { Tx } from "@/db/client";
import { type CandidateRow, findOpenParcels, lockDoors } from "@/db/queries/parcels";
import {
  type OpenParcel,
  type ParcelPlan,
  type PlacedLine,
  type Placement,
  planParcels,
} from "@/server/domain/fulfilment";
import { readName } from "@/server/domain/identity";
import {
  type Demand,
  decideReservations,
  type Granted,
  type StockCell,
} from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Instant } from "@/server/domain/kernel/instant";
import { orderLabel } from "@/server/domain/orders/labels";
import type { Deps } from "../deps";
import type { Draft } from "./draft-order";

/** What placing needs to know of an order, new or not. */
export type Placing = Pick<Draft, "phone" | "surname" | "moneyFault"> & {
  row: Pick<
    Draft["row"],
    | "id"
    | "channel"
    | "daySeq"
    | "externalNo"
    | "storeId"
    | "trade"
    | "deliveryOwner"
    | "doorKey"
    | "promiseFrom"
    | "promiseAt"
    | "tags"
    | "lngE6"
    | "latE6"
  >;
  lines: Pick<Draft["lines"][number], "orderId" | "lineNo" | "skuId" | "sku" | "unassigned">[];
};

export type Placed = {
  grants: Granted[];
  changes: ReturnType<typeof decideReservations>["changes"];
  plan: ParcelPlan;
  candidates: CandidateRow[];
};

/**
 * Promise goods to a batch of orders and plan their parcels. Reads nothing: the caller holds the locks.
 *
 * @param candidates open parcels behind these doors, locked
 * @param stock the cells of `demandsOf`, locked, as they are now
 */
export async function placeGoods(
  deps: Deps,
  drafts: readonly Placing[],
  candidates: CandidateRow[],
  stock: readonly StockCell[],
): Promise<Placed> {
  const { grants, changes } = decideReservations(drafts.flatMap(demandsOf), stock);
  const byOrder = new Map<number, Granted[]>();
  for (const grant of grants)
    byOrder.set(grant.orderId, [...(byOrder.get(grant.orderId) ?? []), grant]);
  const placements = drafts.flatMap((draft) => placementOf(draft, byOrder.get(draft.row.id) ?? []));
  const ids = await deps.ids.take(
    placements.reduce((sum, p) => sum + new Set(p.lines.map((l) => l.zone)).size, 0),
  );
  let next = 0;
  const plan = planParcels(placements, openParcels(candidates), deps.clock.now(), () =>
    present(ids[next++], "parcel id"),
  );
  return { grants, changes, plan, candidates };
}

/** What an order wants of the shelves; nothing until it is paid and its shop is known. */
export function demandsOf(draft: Placing): Demand[] {
  const { storeId, trade } = draft.row;
  if (storeId === null || trade === "pending_payment") return [];
  return draft.lines.flatMap((line) =>
    line.skuId === null
      ? []
      : [
          {
            orderId: line.orderId,
            lineNo: line.lineNo,
            storeId,
            skuId: line.skuId,
            qty: line.unassigned,
          },
        ],
  );
}

/** A door we carry to: the keyed hash of shop and address, hex. */
export type Door = { storeId: number; doorKey: string };

/** Open parcels behind the doors of these orders. The doors are locked, the parcels not yet. */
export async function findCandidates(tx: Tx, drafts: readonly Placing[]): Promise<CandidateRow[]> {
  const doors = drafts.flatMap(({ row }) =>
    row.deliveryOwner === "self" && row.doorKey !== null && row.storeId !== null
      ? [{ storeId: row.storeId, doorKey: row.doorKey }]
      : [],
  );
  return await lockBehind(tx, doors);
}

/** Lock these doors; then what stands open behind them. */
export async function lockBehind(tx: Tx, doors: readonly Door[]): Promise<CandidateRow[]> {
  const [, parcels] = await Promise.all([
    lockDoors(
      tx,
      doors.map((d) => d.doorKey),
    ),
    findOpenParcels(tx, doors),
  ]);
  return parcels;
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
function placementOf(draft: Placing, grants: readonly Granted[]): Placement[] {
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
export function isBlocked(draft: Placing, grants: readonly Granted[]): boolean {
  const short = grants.some((g) => g.granted < g.qty);
  return (
    draft.row.trade !== "accepted" ||
    draft.moneyFault !== null ||
    short ||
    draft.lines.some((l) => l.skuId === null)
  );
}
