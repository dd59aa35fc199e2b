import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import {
  findUnassigned,
  lockRiders,
  type RiderRow,
  type UnassignedParcel,
} from "@/db/queries/orders/dispatch";
import { decisionRows } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { AHEAD_MINUTES, chooseRider, type RiderChoice } from "@/server/domain/dispatch";
import { present } from "@/server/domain/kernel/assert";
import { assignTask, type Model } from "@/server/domain/lifecycle";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "dispatch";
/** Parcels looked at in one round: of all stores together, and of one of them. */
const BATCH = 100;
const PER_STORE = 20;
export const DISPATCH_RULE = "nearest-1";

type Pick = { parcel: UnassignedParcel; choice: RiderChoice; taskId: number };

/**
 * Give parcels that are being picked the nearest rider with room and the right box, the most urgent of each store first.
 * Orders and parcels are locked before riders, as everywhere. Who waits too long is told of by watch-riders.ts.
 *
 * @returns parcels that got a rider
 */
export async function assignRiders(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.get();
  return await sweep(deps, {
    job: JOB,
    batch: BATCH,
    find: (tx, limit) =>
      findUnassigned(tx, JOB, { limit, perStore: PER_STORE, aheadMinutes: AHEAD_MINUTES }),
    subjectOf: (parcel) => String(parcel.id),
    aboutOf: ({ storeId }) => ({ storeId }),
    take: (tx, parcels) => assign(deps, tx, catalog, parcels),
  });
}

async function assign(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  parcels: readonly UnassignedParcel[],
): Promise<UnassignedParcel[]> {
  const model = await loadModel(tx, {
    orderIds: [],
    parcelIds: parcels.map((p) => p.id),
    taskIds: [],
  });
  const riders = await lockRiders(tx, [...new Set(parcels.map((p) => p.storeId))]);
  const picks = await choose(deps, catalog, model, parcels, riders);
  if (picks.length === 0) return [];
  const now = deps.clock.now();
  for (const { parcel, choice, taskId } of picks) {
    const state = present(model.parcels.get(parcel.id), "parcel");
    assignTask(model, state, taskId, choice.riderId, now, choice.sentence);
  }
  await saveModel(tx, deps.ids, model, []);
  await explain(deps, tx, picks);
  return picks.map((p) => p.parcel);
}

async function choose(
  deps: Deps,
  catalog: Catalog,
  model: Model,
  parcels: readonly UnassignedParcel[],
  riders: RiderRow[],
): Promise<Pick[]> {
  const ids = await deps.ids.take(parcels.length);
  const picks: Pick[] = [];
  for (const parcel of parcels) {
    const state = model.parcels.get(parcel.id);
    const store = catalog.stores.get(parcel.storeId);
    const isFree =
      state &&
      (state.task === null ||
        state.task.status === "carrier_cancelled" ||
        state.task.status === "pickup_failed");
    if (!isFree || !store || state.status === "cancelled" || state.handedOverAt !== null) continue;
    const needsColdBox = parcel.zones?.includes("frozen") ?? false;
    const choice = chooseRider(
      { ...store, needsColdBox },
      riders.filter((r) => r.storeId === parcel.storeId),
    );
    if (!choice) continue;
    present(
      riders.find((r) => r.id === choice.riderId),
      "chosen rider",
    ).load += 1;
    picks.push({ parcel, choice, taskId: present(ids[picks.length], "task id") });
  }
  return picks;
}

async function explain(deps: Deps, tx: Tx, picks: readonly Pick[]): Promise<void> {
  const ids = await deps.ids.take(picks.length);
  const rows = decisionRows(
    picks.map(({ parcel, choice }, i) => ({
      id: present(ids[i], "decision id"),
      kind: "dispatch",
      orderId: null,
      fulfilmentId: parcel.id,
      ruleVersion: DISPATCH_RULE,
      outcome: String(choice.riderId),
      sentence: choice.sentence,
      inputs: { metres: choice.metres, zones: parcel.zones },
    })),
  );
  await insertTables(tx, [rows]);
}
