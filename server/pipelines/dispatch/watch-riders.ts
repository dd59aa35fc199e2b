import { inTransaction, type Tx } from "@/db/client";
import { closeRidden, findUnridden } from "@/db/queries/orders/dispatch";
import { lockOrders, openNewCases, recountCases } from "@/db/queries/orders/events";
import {
  NO_RIDER_LIMITS,
  type NoRiderLimits,
  noRiderCase,
  type UnriddenParcel,
} from "@/server/domain/dispatch";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "no-rider";

/**
 * Parcels that could be ridden and that no rider has taken for too long are a case each, once; it is over when the parcel
 * is given to a rider, has left without one, or is cancelled.
 *
 * @returns cases opened
 */
export async function watchRiders(
  deps: Deps,
  limits: NoRiderLimits = NO_RIDER_LIMITS,
): Promise<number> {
  await inTransaction(deps.db, async (tx) => recountCases(tx, await closeRidden(tx)));
  return await sweep(deps, {
    job: JOB,
    batch: 200,
    find: (tx, limit) => findUnridden(tx, JOB, limits, { limit, among: null }),
    subjectOf: (parcel) => String(parcel.id),
    aboutOf: ({ storeId }) => ({ storeId }),
    take: (tx, seen) => warn(deps, tx, { seen, limits }),
  });
}

async function warn(
  deps: Deps,
  tx: Tx,
  { seen, limits }: { seen: readonly UnriddenParcel[]; limits: NoRiderLimits },
): Promise<readonly UnriddenParcel[]> {
  await lockOrders(
    tx,
    seen.map((p) => p.orderId),
  );
  // Whoever gives a parcel a rider locks its orders: what is found now stays so.
  const among = seen.map((p) => p.id);
  const late = await findUnridden(tx, JOB, limits, { limit: among.length, among });
  const now = deps.clock.now();
  const cases = late.map((parcel) => noRiderCase(parcel, now, limits));
  await openNewCases(tx, deps.ids, cases);
  await recountCases(
    tx,
    late.map((p) => p.orderId),
  );
  return late;
}
