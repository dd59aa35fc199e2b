import { inTransaction } from "@/db/client";
import { loadModel } from "@/db/queries/load-model";
import { saveModel } from "@/db/queries/save-model";
import { findReleasable } from "@/db/queries/sweeps";
import { advanceParcel } from "@/server/domain/tracking";
import type { Deps } from "../deps";

const BATCH = 200;

/** Hand parcels whose wait is over to their stores. @returns parcels released */
export async function releaseParcels(deps: Deps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const ids = await findReleasable(tx, BATCH);
    if (ids.length === 0) return 0;
    const model = await loadModel(tx, { orderIds: [], parcelIds: ids, taskIds: [] });
    let released = 0;
    for (const id of ids) {
      const parcel = model.parcels.get(id);
      // Looked at again under the lock: a member may have been cancelled or held meanwhile.
      const members = parcel
        ? parcel.lines.filter((l) => l.cancelled < l.qty).map((l) => model.orders.get(l.orderId))
        : [];
      const isReady =
        members.length > 0 &&
        members.every((o) => o?.trade === "accepted" && o.holds === 0 && o.stock !== "short");
      if (!parcel || !isReady || (parcel.status !== "waiting_merge" && parcel.status !== "open"))
        continue;
      parcel.handshake = "submitted";
      advanceParcel(model, parcel, "released", deps.clock.now(), "system");
      released += 1;
    }
    await saveModel(tx, deps.ids, model, []);
    return released;
  });
}
