import type { PlacedArticle, Placing } from "../../fulfilment";
import { readName } from "../../identity";
import type { Draw } from "../../inventory";
import type { Trade } from "../../orders";
import { hasOpenApplication } from "../axes/holds";
import { isDoubted } from "../axes/stock";
import type { LineState, Model, OrderState } from "../model";

/** What placing wants to know of an order that is there, beside its state. Keys in hex, moments in epoch ms. */
export type PlaceableRow = {
  id: number;
  doorKey: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  nameMasked: string | null;
  promiseFrom: number | null;
  promiseAt: number;
  tags: string[] | null;
  lngE6: number | null;
  latE6: number | null;
};

/** Whether anything can follow for an order: one that was cancelled or closed meanwhile stays as it ended. */
export function canGoOn(model: Model, orderId: number): boolean {
  const trade = model.orders.get(orderId)?.trade;
  return trade !== undefined && trade !== "cancelled" && trade !== "closed";
}

type Articles = {
  skus: ReadonlyMap<number, PlacedArticle>;
  drawsOf: (skuId: number) => readonly Draw[];
};

const PLACED_IN: ReadonlySet<Trade> = new Set(["paid", "accepted"]);

/**
 * An order that is there as placing knows orders, with the lines that can be placed now: known goods that lie nowhere and
 * are promised nothing. What a till sold is placed even when it is over: it is off the shelf.
 *
 * @returns null where nothing can be placed
 */
export function placingOf(
  order: OrderState,
  row: PlaceableRow,
  articles: Articles,
): Placing | null {
  const isTime = PLACED_IN.has(order.trade) || (order.isTill && order.trade === "completed");
  if (!isTime || order.storeId === null || isDoubted(order.holdingCodes)) return null;
  const lines = order.lines.flatMap((line) => {
    const { skuId, lineNo, unassigned } = line;
    if (skuId === null || unassigned === 0 || isPromised(line)) return [];
    const sku = articles.skus.get(skuId) ?? null;
    return [{ orderId: order.id, lineNo, skuId, unassigned, sku, draws: articles.drawsOf(skuId) }];
  });
  if (lines.length === 0) return null;
  const { id, channel, daySeq, externalNo, storeId, trade, deliveryOwner } = order;
  const told = { id, channel, daySeq, externalNo, storeId, trade, deliveryOwner };
  return {
    row: { ...row, ...told, tags: row.tags ?? [] },
    phone: { full: row.phoneKey, mask: row.maskKey },
    surname: row.nameMasked ? readName(row.nameMasked).surname : null,
    // By what holds it now: the axis itself is brought up to date when its goods are placed.
    isDoubted: false,
    isHeld: order.holdingCodes.length > 0 || hasOpenApplication(order),
    lines,
  };
}

const isPromised = ({ reservations }: LineState): boolean =>
  reservations.some((r) => r.state !== "released" && r.state !== "held");
