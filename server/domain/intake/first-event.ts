import type { EventKind } from "../events";
import { isBlocked } from "../fulfilment";
import type { Granted } from "../inventory";
import type { CounterDelta } from "../metrics";
import type { Draft } from "./draft-order";

/** The order's first event, without its number: in one row what intake did with goods, parcel and what blocks it. */
export function firstEvent(
  draft: Pick<Draft, "row" | "lines" | "isHeld">,
  grants: readonly Granted[],
  { merge, now }: { merge: string | undefined; now: number },
) {
  const { row } = draft;
  const short = grants.reduce((sum, g) => sum + g.qty - g.granted, 0);
  return {
    kind: "order.placed" satisfies EventKind as EventKind,
    orderId: row.id,
    orderVersion: 1,
    fulfilmentId: row.leadFulfilmentId,
    storeId: row.storeId,
    actor: row.channel,
    at: now,
    payload: {
      trade: row.trade,
      to: row.fulfil,
      lines: draft.lines.length,
      ...(short > 0 ? { short } : {}),
      ...(merge ? { merge } : {}),
      ...(isBlocked(draft, grants) ? { blocked: true } : {}),
    },
  };
}

/** The database holds no more in a column of four bytes. */
const LAG_MS_MAX = 2_000_000_000;

/** What a new order adds to the numbers of the minute it was paid in, and how late it came. */
export function orderCounter(
  { row, source }: Pick<Draft, "row" | "source">,
  now: number,
): CounterDelta {
  const lag = Math.max(0, now - source.versionAt);
  const isPaid = row.trade !== "pending_payment" ? 1 : 0;
  return {
    channel: row.channel,
    storeId: row.storeId ?? 0,
    at: row.paidAt ?? row.placedAt,
    orders: isPaid,
    paidFen: isPaid * row.paidFen,
    subsidyFen: isPaid * row.platformDiscountFen,
    lagMsSum: lag,
    lagMsMax: Math.min(lag, LAG_MS_MAX),
  };
}

/** A case of a new order counts where the order does. */
export const caseCounter = ({ row }: Pick<Draft, "row">): CounterDelta => ({
  channel: row.channel,
  storeId: row.storeId ?? 0,
  at: row.paidAt ?? row.placedAt,
  exceptions: 1,
});
