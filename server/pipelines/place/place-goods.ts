import type { Tx } from "@/db/client";
import { findOpenParcels, lockDoors } from "@/db/queries/orders/parcels";
import {
  type CandidateRow,
  demandsOf,
  openParcels,
  type ParcelPlan,
  type Placing,
  placementOf,
  planParcels,
} from "@/server/domain/fulfilment";
import {
  type CellChange,
  decideReservations,
  type Granted,
  type Kept,
  type StockCell,
} from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { groupBy } from "@/server/domain/kernel/group";
import { PARCEL_RULES } from "@/server/domain/rules";
import type { Deps } from "../deps";

/**
 * Open parcels behind one door that are looked at for an order. Every one is locked and each refusal is kept: behind the
 * door of a pick-up point or of a careless sender stand thousands, and a batch that looked at all of them held up the city.
 */
const CANDIDATES_MAX = 16;

export type Placed = {
  grants: Granted[];
  grantsOf: (orderId: number) => readonly Granted[];
  changes: CellChange[];
  plan: ParcelPlan;
  candidates: readonly CandidateRow[];
};

/** What the caller holds locked: open parcels behind the orders' doors, the cells of `demandsOf`, goods promised before. */
export type Locked = {
  candidates: readonly CandidateRow[];
  stock: readonly StockCell[];
  kept?: Kept | undefined;
};

/** Promise goods to a batch of orders and plan their parcels. Reads nothing: the caller holds the locks. */
export async function placeGoods(
  deps: Pick<Deps, "ids" | "clock">,
  placings: readonly Placing[],
  { candidates, stock, kept }: Locked,
): Promise<Placed> {
  const { grants, changes } = decideReservations(placings.flatMap(demandsOf), stock, kept);
  const byOrder = groupBy(grants, (g) => g.orderId);
  const grantsOf = (orderId: number) => byOrder.get(orderId) ?? [];
  const placements = placings.flatMap((p) => placementOf(p, grantsOf(p.row.id)) ?? []);
  const ids = await deps.ids.take(
    placements.reduce((sum, p) => sum + new Set(p.lines.map((l) => l.zone)).size, 0),
  );
  let next = 0;
  const plan = planParcels(placements, openParcels(candidates), {
    now: deps.clock.now(),
    newId: () => present(ids[next++], "parcel id"),
    rules: PARCEL_RULES,
  });
  return { grants, grantsOf, changes, plan, candidates };
}

/** A door we carry to: the keyed hash of shop and address, hex. */
export type Door = { storeId: number; doorKey: string };

/** Open parcels behind the doors of these orders. The doors are locked, the parcels not yet. */
export async function findCandidates(
  tx: Tx,
  placings: readonly Pick<Placing, "row">[],
): Promise<CandidateRow[]> {
  const doors = placings.flatMap(({ row }) =>
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
    findOpenParcels(tx, doors, {
      most: CANDIDATES_MAX,
      membersMax: PARCEL_RULES.merge.membersMax,
    }),
  ]);
  return parcels;
}
