import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { findUnassigned, lockRiders, type UnassignedParcel } from "@/db/queries/orders/dispatch";
import { decisionRows } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { AHEAD_MINUTES, giveRiders, type RiderPick } from "@/server/domain/dispatch";
import { present } from "@/server/domain/kernel/assert";
import { assignTask } from "@/server/domain/lifecycle";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "dispatch";
/** Parcels looked at in one round: of all stores together, and of one of them. */
const BATCH = 100;
const PER_STORE = 20;
const DISPATCH_RULE = "nearest-1";

type Pick = RiderPick<UnassignedParcel>;

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
    take: (tx, parcels) => assign({ deps, catalog }, tx, parcels),
  });
}

async function assign(
  { deps, catalog }: { deps: Deps; catalog: Catalog },
  tx: Tx,
  parcels: readonly UnassignedParcel[],
): Promise<UnassignedParcel[]> {
  const parcelIds = parcels.map((p) => p.id);
  const model = await loadModel(tx, { orderIds: [], parcelIds, taskIds: [] });
  const riders = await lockRiders(tx, [...new Set(parcels.map((p) => p.storeId))]);
  const picks = giveRiders(parcels, riders, {
    parcelOf: (id) => model.parcels.get(id),
    storeOf: (id) => catalog.stores.get(id),
  });
  if (picks.length === 0) return [];
  const ids = await deps.ids.take(picks.length);
  const now = deps.clock.now();
  picks.forEach(({ state, choice }, i) => {
    assignTask(model, state, {
      taskId: present(ids[i], "task id"),
      riderId: choice.riderId,
      at: now,
      why: choice.sentence,
    });
  });
  await saveModel(tx, deps.ids, { model, more: [] });
  await explain(deps, tx, picks);
  return picks.map((p) => p.parcel);
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
