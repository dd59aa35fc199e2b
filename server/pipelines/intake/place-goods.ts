import type { Tx } from "@/db/client";
import { type CandidateRow, findOpenParcels, lockDoors } from "@/db/queries/orders/parcels";
import {
  type OpenParcel,
  type ParcelPlan,
  type PlacedLine,
  type Placement,
  planParcels,
} from "@/server/domain/fulfilment";
import { readName } from "@/server/domain/identity";
import {
  cellKey,
  type Demand,
  decideReservations,
  type Granted,
  type Kept,
  type LedgerInsert,
  type QuotaRow,
  type ReservationInsert,
  type StockCell,
} from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Instant } from "@/server/domain/kernel/instant";
import { MEMBERS_MAX } from "@/server/domain/merge";
import { orderLabel, TILL_TAG } from "@/server/domain/orders/labels";
import type { Deps } from "../deps";
import type { Draft } from "./draft-order";

/**
 * Open parcels behind one door that are looked at for an order. Every one is locked and each refusal is kept: behind the
 * door of a pick-up point or of a careless sender stand thousands, and a batch that looked at all of them held up the city.
 */
const CANDIDATES_MAX = 16;

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
  lines: Pick<
    Draft["lines"][number],
    "orderId" | "lineNo" | "skuId" | "sku" | "draws" | "unassigned"
  >[];
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
 * @param kept goods that were promised to these orders before
 */
export async function placeGoods(
  deps: Deps,
  drafts: readonly Placing[],
  candidates: CandidateRow[],
  stock: readonly StockCell[],
  kept?: Kept,
): Promise<Placed> {
  const { grants, changes } = decideReservations(drafts.flatMap(demandsOf), stock, kept);
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

/** Sold at a till: its goods have left with whoever paid, and are no wish. */
const isTillSale = ({ tags }: Pick<Placing["row"], "tags">): boolean => tags.includes(TILL_TAG);

/** What an order wants of the shelves; nothing until its shop is known. One that is not paid yet holds its goods for a while. */
export function demandsOf(draft: Placing): Demand[] {
  const { storeId } = draft.row;
  if (storeId === null) return [];
  return draft.lines.flatMap(({ orderId, lineNo, skuId, draws, unassigned }) =>
    skuId === null
      ? []
      : [{ orderId, lineNo, storeId, draws, qty: unassigned, isGone: isTillSale(draft.row) }],
  );
}

/** The shelves these orders draw on. */
export const cellsOf = (drafts: readonly Placing[]): { storeId: number; skuId: number }[] =>
  drafts
    .flatMap(demandsOf)
    .flatMap(({ storeId, draws }) => draws.map(({ skuId }) => ({ storeId, skuId })));

/** Granted goods as rows, one for each shelf. @param partOf the first part number of a line that is free */
export function promisedRows(
  grants: readonly Granted[],
  expiresAt: (orderId: number) => number | null,
  partOf: (orderId: number, lineNo: number) => number = () => 0,
): ReservationInsert[] {
  return grants
    .filter((g) => g.granted > 0)
    .flatMap(({ orderId, lineNo, storeId, granted, draws, isGone }) =>
      draws.map(({ skuId, per }, i) => ({
        orderId,
        lineNo,
        part: partOf(orderId, lineNo) + i,
        storeId,
        skuId,
        qty: granted * per,
        per,
        expiresAt: expiresAt(orderId),
        ...(isGone && { isPicked: true }),
      })),
    );
}

const FOUND = "收银售出，账面不足";

/** Goods a till sold of which the books knew nothing: they were there, so the books follow, and somebody counts. */
export function foundGoods(
  grants: readonly Granted[],
  changes: Placed["changes"],
): { ledger: LedgerInsert[]; counts: { storeId: number; skuId: number; reason: string }[] } {
  const found = changes.filter((c) => c.found > 0);
  const ledger = found.map(({ storeId, skuId, found: delta }): LedgerInsert => {
    const first = grants.find((g) => g.isGone && g.draws.some((d) => d.skuId === skuId));
    const ref = `till:${first?.orderId ?? 0}:${first?.lineNo ?? 0}`;
    const move = { kind: "adjust", delta, ref, reason: FOUND, actor: "system" } as const;
    return { storeId, skuId, ...move, quarantineDelta: 0, transitDelta: 0 };
  });
  return {
    ledger,
    counts: found.map(({ storeId, skuId }) => ({ storeId, skuId, reason: FOUND })),
  };
}

/** What was sold of shelves where single channels have pieces of their own, by account. */
export function soldOwn(
  grants: readonly Granted[],
  stock: readonly StockCell[],
  accountOf: (orderId: number) => number,
): QuotaRow[] {
  const own = new Set(stock.filter((c) => c.dedicated > 0).map((c) => cellKey(c.storeId, c.skuId)));
  if (own.size === 0) return [];
  const sold = new Map<string, QuotaRow>();
  for (const { orderId, storeId, granted, draws } of grants) {
    for (const { skuId, per } of draws) {
      if (!own.has(cellKey(storeId, skuId))) continue;
      const accountId = accountOf(orderId);
      const key = `${cellKey(storeId, skuId)}:${accountId}`;
      const row = sold.get(key) ?? { storeId, skuId, accountId, qty: 0 };
      sold.set(key, { ...row, qty: row.qty + granted * per });
    }
  }
  return [...sold.values()];
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
    findOpenParcels(tx, doors, { most: CANDIDATES_MAX, membersMax: MEMBERS_MAX }),
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
    parcel.held ||= row.holds > 0;
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
    held: false,
    exists: true,
    joined: [],
  };
}

/** What was promised goes into parcels; what was not stays on the order, unassigned and visible. */
function placementOf(draft: Placing, grants: readonly Granted[]): Placement[] {
  const { row } = draft;
  const given = new Map(grants.filter((g) => g.granted > 0).map((g) => [g.lineNo, g.granted]));
  // Goods of an order that is not paid lie in no parcel: they may yet be free again.
  if (row.storeId === null || given.size === 0 || row.trade === "pending_payment") return [];
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
      held: isHeld(draft),
      lines,
    },
  ];
}

/** Somebody has to say what the money or an article is. */
const isHeld = (draft: Placing): boolean =>
  draft.moneyFault !== null || draft.lines.some((l) => l.skuId === null);

/** The store may not start yet. */
export function isBlocked(draft: Placing, grants: readonly Granted[]): boolean {
  const short = grants.some((g) => g.granted < g.qty);
  return draft.row.trade !== "accepted" || short || isHeld(draft);
}
