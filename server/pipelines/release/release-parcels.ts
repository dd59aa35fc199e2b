import type { Tx } from "@/db/client";
import { findDueParcels, parkParcels } from "@/db/queries/cases/sweeps";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { advanceParcel, isParcelReady } from "@/server/domain/lifecycle";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "release";

/**
 * Hand parcels whose wait is over to their stores. Those with an order that is not ready are parked: a change of one of
 * their orders brings them back.
 *
 * @returns parcels handed over and parked
 */
export async function releaseParcels(deps: Deps): Promise<number> {
  const parked = new Set<number>();
  const released = await sweep(deps, {
    job: JOB,
    batch: 200,
    find: (tx, limit) => findDueParcels(tx, JOB, limit),
    subjectOf: String,
    take: (tx, ids) => release(deps, tx, { ids, parked }),
  });
  return released + parked.size;
}

/** Parked is not released: a case about it stays. @returns those released */
async function release(
  deps: Deps,
  tx: Tx,
  { ids, parked }: { ids: readonly number[]; parked: Set<number> },
): Promise<number[]> {
  const model = await loadModel(tx, { orderIds: [], parcelIds: ids, taskIds: [] });
  const released: number[] = [];
  for (const id of ids) {
    parked.delete(id);
    const parcel = model.parcels.get(id);
    // Looked at under the lock: it may have gone meanwhile.
    if (!parcel || (parcel.status !== "waiting_merge" && parcel.status !== "open")) continue;
    if (!isParcelReady(model, parcel)) {
      parked.add(id);
      continue;
    }
    parcel.handshake = "submitted";
    advanceParcel(model, parcel, { to: "released", at: deps.clock.now(), actor: "system" });
    released.push(id);
  }
  await saveModel(tx, deps.ids, { model, more: [] });
  await parkParcels(
    tx,
    ids.filter((id) => parked.has(id)),
  );
  return released;
}
