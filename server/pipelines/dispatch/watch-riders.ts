import { inTransaction, type Tx } from "@/db/client";
import { closeRidden, findUnridden, type UnriddenParcel } from "@/db/queries/orders/dispatch";
import { lockOrders, openCases, recountCases } from "@/db/queries/orders/events";
import { NO_RIDER_LIMITS, type NoRiderLimits, noRiderCause } from "@/server/domain/dispatch";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "no-rider";
const DUE_MINUTES = 5;

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
    take: (tx, parcels) => warn(deps, tx, limits, parcels),
  });
}

async function warn(
  deps: Deps,
  tx: Tx,
  limits: NoRiderLimits,
  seen: readonly UnriddenParcel[],
): Promise<readonly UnriddenParcel[]> {
  await lockOrders(
    tx,
    seen.map((p) => p.orderId),
  );
  // Whoever gives a parcel a rider locks its orders: what is found now stays so.
  const among = seen.map((p) => p.id);
  const late = await findUnridden(tx, JOB, limits, { limit: among.length, among });
  const ids = await deps.ids.take(late.length);
  const now = deps.clock.now();
  await openCases(
    tx,
    late.map((parcel, i) => ({
      id: present(ids[i], "case id"),
      code: "NO_RIDER",
      subject: `parcel:${parcel.id}`,
      orderId: parcel.orderId,
      fulfilmentId: parcel.id,
      accountId: parcel.accountId,
      storeId: parcel.storeId,
      cause: noRiderCause(parcel, now, limits) ?? "仍无骑手接单",
      data: { promiseAt: parcel.promiseAt, waitingSince: parcel.waitingSince },
      riskFen: parcel.paidFen,
      dueAt: now + DUE_MINUTES * 60_000,
    })),
  );
  await recountCases(
    tx,
    late.map((p) => p.orderId),
  );
  return late;
}
