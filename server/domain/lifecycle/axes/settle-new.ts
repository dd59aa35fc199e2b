import type { CaseCode } from "../../exceptions";
import type { Granted } from "../../inventory";
import type { Fulfil, Stock, Trade } from "../../orders";
import { leadOf } from "./lead";
import { stockOf } from "./stock";

/** An order on its way into the tables: no model holds it yet. Pieces as ordered. */
export type NewOrderAxes = {
  row: {
    trade: Trade;
    storeId: number | null;
    stock: Stock;
    fulfil: Fulfil | null;
    leadFulfilmentId: number | null;
    holds: number;
  };
  lines: {
    lineNo: number;
    skuId: number | null;
    ordered: number;
    unassigned: number;
    open: number;
  }[];
};

/** What was decided about it: goods granted, parcels it lies in, cases that hold it. */
export type NewOrderNews = {
  grants: readonly Granted[];
  parcels: readonly { id: number; status: Fulfil }[];
  holdingCodes: readonly CaseCode[];
};

/** Write the axes of a new order before it becomes a row. `refreshOrder` does the same for orders that are there. */
export function settleNew({ row, lines }: NewOrderAxes, news: NewOrderNews): void {
  const isPaid = row.trade !== "pending_payment";
  const granted = new Map(news.grants.map((g) => [g.lineNo, g]));
  for (const line of lines) {
    line.open = isPaid ? (granted.get(line.lineNo)?.granted ?? 0) : 0;
    line.unassigned = line.ordered - line.open;
  }
  const lead = leadOf(news.parcels);
  row.fulfil = lead?.status ?? null;
  row.leadFulfilmentId = lead?.id ?? null;
  row.stock = stockOf({
    trade: row.trade,
    storeId: row.storeId,
    holdingCodes: news.holdingCodes,
    lines: lines.map(({ lineNo, skuId, ordered, unassigned }) => ({
      skuId,
      ordered,
      unassigned,
      cancelled: 0,
      reservations: promisedTo(granted.get(lineNo), isPaid),
    })),
  });
  row.holds = news.holdingCodes.length > 0 ? 1 : 0;
}

function promisedTo(grant: Granted | undefined, isPaid: boolean) {
  if (!grant || grant.granted === 0) return [];
  const state = isPaid ? ("confirmed" as const) : ("held" as const);
  return grant.draws.map(({ per }) => ({ state, qty: grant.granted * per, per }));
}
