import type { Tx } from "@/db/client";
import { findElsewhere, findInstead } from "@/db/queries/orders/claims";
import type { HoldRow } from "@/db/queries/stock/holds";
import { type Alternative, type Claim, type Freed, planShortfall } from "@/server/domain/inventory";
import type { Instant } from "@/server/domain/kernel/instant";
import {
  endHeld,
  isLive,
  type LineState,
  type Loss,
  loseGoods,
  type Model,
  type OrderState,
  type Promised,
  tellLoss,
} from "@/server/domain/lifecycle";
import type { Deps } from "../deps";

export type ShortCell = { storeId: number; skuId: number; missing: number };
export type Claims = { model: Model; holds: readonly HoldRow[] };

/** Shelves whose promises were more than there is, and what became of them. */
export type Shortfall = {
  storeId: number;
  skuId: number;
  missing: number;
  /** Orders and checkouts that gave goods back. */
  orders: number[];
  holds: number;
  left: number;
};

type Freeing = {
  holds: HoldRow[];
  back: { storeId: number; skuId: number; reserve: number }[];
  shortfalls: Shortfall[];
};

/** What orders lost, cell after cell, told once an order. */
type Losses = Map<
  number,
  { losses: Loss[]; proposals: Record<string, unknown>[]; rivals: number[] }
>;

/**
 * Free what is promised and not there. Changes the model of the claims; checkouts that end and what comes back of them is
 * for the caller to write.
 */
export async function freeShort(
  deps: Deps,
  tx: Tx,
  claims: Claims,
  short: readonly ShortCell[],
): Promise<Freeing> {
  const out: Freeing = { holds: [], back: [], shortfalls: [] };
  if (short.length === 0) return out;
  const [elsewhere, instead] = await Promise.all([
    findElsewhere(tx, short),
    findInstead(tx, short),
  ]);
  const catalog = await deps.catalog.get();
  const now = deps.clock.now();
  const told: Losses = new Map();
  for (const cell of short) {
    const named = claimsOf(claims, cell, (order) =>
      catalog.accounts.get(order.accountId)?.protocol === "own" ? 1 : 2,
    );
    const paid = named.filter((n) => n.claim.isPaid).map((n) => n.claim.id);
    const forAll = (row: { storeId: number; skuId: number; free: number }): Alternative[] =>
      paid.map((claimId) => ({ claimId, storeId: row.storeId, skuId: row.skuId, qty: row.free }));
    const plan = planShortfall(
      cell.missing,
      named.map((n) => n.claim),
      elsewhere
        .filter((e) => e.skuId === cell.skuId && e.fromStoreId === cell.storeId)
        .flatMap(forAll),
      instead
        .filter((e) => e.forSkuId === cell.skuId && e.storeId === cell.storeId)
        .flatMap(forAll),
      now,
    );
    const before = out.holds.length;
    out.shortfalls.push(carryOut(out, told, claims.model, cell, named, plan, now));
    const reserve = -out.holds.slice(before).reduce((sum, h) => sum + h.qty, 0);
    if (reserve < 0) out.back.push({ storeId: cell.storeId, skuId: cell.skuId, reserve });
  }
  for (const [orderId, { losses, proposals, rivals }] of told) {
    const order = claims.model.orders.get(orderId);
    if (order)
      tellLoss(claims.model, order, losses, { proposals, rivals: [...new Set(rivals)] }, now);
  }
  return out;
}

type Named = {
  claim: Claim;
  hold: HoldRow | null;
  order: OrderState | null;
  line: LineState | null;
};

/** Who is promised goods of a cell, of those that are locked. */
function claimsOf(
  { model, holds }: Claims,
  cell: ShortCell,
  penaltyOf: (order: OrderState) => number,
): Named[] {
  const isMine = (r: { storeId: number; skuId: number }) =>
    r.storeId === cell.storeId && r.skuId === cell.skuId;
  const named: Named[] = holds
    .filter((h) => isMine(h) && h.qty > 0)
    .map((hold) => ({ claim: claimOfHold(hold), hold, order: null, line: null }));
  for (const order of model.orders.values()) {
    for (const line of order.lines) {
      for (const r of line.reservations.filter((one) => isLive(one) && isMine(one))) {
        const id = `${order.id}:${line.lineNo}:${r.part}`;
        const base = claimOfPromise(order, r, penaltyOf(order));
        // An order that is over has its goods, whatever the store has still to report.
        const isGone = order.trade === "completed";
        if (r.qty > r.picked) {
          const claim = { ...base, id, qty: r.qty - r.picked, isPicked: isGone };
          named.push({ claim, hold: null, order, line });
        }
        if (r.picked > 0) {
          const claim = { ...base, id: `${id}:bag`, qty: r.picked, isPicked: true };
          named.push({ claim, hold: null, order, line });
        }
      }
    }
  }
  return named;
}

const claimOfHold = (hold: HoldRow): Claim => ({
  id: `hold:${hold.accountId}:${hold.holdKey}`,
  qty: hold.qty,
  isPicked: false,
  isPaid: false,
  expiresAt: hold.expiresAt,
  // When it was asked for is not kept with it; its end says as much.
  placedAt: hold.expiresAt,
  promiseAt: null,
  penalty: 0,
  per: 1,
});

const claimOfPromise = (
  order: OrderState,
  r: Promised,
  penalty: number,
): Omit<Claim, "id" | "qty"> => ({
  isPicked: false,
  isPaid: r.state !== "held",
  expiresAt: r.expiresAt,
  placedAt: (r.expiresAt ?? order.promiseAt ?? 0) as Instant,
  promiseAt: order.promiseAt,
  penalty,
  per: r.per,
});

/** Let the plan take effect on model and checkouts. */
function carryOut(
  out: Freeing,
  told: Losses,
  model: Model,
  cell: ShortCell,
  named: readonly Named[],
  plan: ReturnType<typeof planShortfall>,
  now: Instant,
): Shortfall {
  const { storeId, skuId, missing } = cell;
  const orders = new Set<number>();
  const before = out.holds.length;
  let left = missing;
  for (const { claim, hold, order, line } of named) {
    const mine = plan.freed.filter((f) => f.claimId === claim.id);
    if (mine.length === 0) continue;
    const base = mine.reduce((sum, f) => sum + f.qty, 0);
    if (hold) {
      out.holds.push(hold);
      left -= hold.qty;
    } else if (order && line && !claim.isPaid) {
      endHeld(model, order, "short", now);
      orders.add(order.id);
      left -= base;
    } else if (order && line) {
      const lost = loseGoods(model, order, line, storeId, Math.round(base / claim.per), now);
      left -= lost * claim.per;
      if (lost > 0)
        note(told, order.id, { lineNo: line.lineNo, storeId, skuId, pieces: lost }, mine, named);
      orders.add(order.id);
    }
  }
  const holds = out.holds.length - before;
  return { storeId, skuId, missing, orders: [...orders], holds, left: Math.max(0, left) };
}

function note(
  told: Losses,
  orderId: number,
  loss: Loss,
  freed: readonly Freed[],
  named: readonly Named[],
): void {
  const known = told.get(orderId) ?? { losses: [], proposals: [], rivals: [] };
  known.losses.push(loss);
  for (const { claimId: _, ...proposal } of freed)
    known.proposals.push({ lineNo: loss.lineNo, skuId: loss.skuId, ...proposal });
  known.rivals.push(
    ...named.flatMap((n) => (n.order && n.order.id !== orderId ? [n.order.id] : [])),
  );
  told.set(orderId, known);
}
