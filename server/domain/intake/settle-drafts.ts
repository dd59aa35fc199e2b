import { HOLDING_CODES, type NewCase } from "../exceptions";
import type { ParcelPlan } from "../fulfilment";
import type { Granted } from "../inventory";
import { present } from "../kernel/assert";
import { groupBy } from "../kernel/group";
import { settleNew } from "../lifecycle";
import { findingsOf } from "./cases/findings";
import type { Draft } from "./draft-order";

/** What was decided about a batch of new orders. */
export type Decided = {
  plan: Pick<ParcelPlan, "parcels" | "parts">;
  grantsOf: (orderId: number) => readonly Granted[];
};

/**
 * Write what was promised and planned onto new orders before they become rows: no second write of an order.
 *
 * @returns what is wrong with them, as cases
 */
export function settleDrafts(
  drafts: readonly Draft[],
  { plan, grantsOf }: Decided,
  people: { nameOf: (skuId: number) => string; now: number },
): NewCase[] {
  const parcels = new Map(plan.parcels.map((p) => [p.id, p]));
  const parts = groupBy(plan.parts, (p) => p.orderId);
  return drafts.flatMap((draft) => {
    const grants = grantsOf(draft.row.id);
    const found = findingsOf(draft, grants, people);
    const open = (parts.get(draft.row.id) ?? []).map((p) =>
      present(parcels.get(p.parcelId), "parcel of a part"),
    );
    const holdingCodes = found.map((f) => f.code).filter((code) => HOLDING_CODES.includes(code));
    settleNew(draft, { grants, parcels: open, holdingCodes });
    draft.row.openExceptions = found.length;
    return found;
  });
}
