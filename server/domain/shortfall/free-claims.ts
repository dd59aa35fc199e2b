import {
  type Alternative,
  type Cellish,
  type Freed,
  giveBack,
  type HoldRow,
  planShortfall,
  type Reserve,
  type ShortCell,
  type Shortfall,
  type ShortfallPlan,
} from "../inventory";
import type { Instant } from "../kernel/instant";
import {
  endHeld,
  type Loss,
  loseGoods,
  type Model,
  type OrderState,
  type PiecesByParcel,
  piecesByParcel,
  tellLoss,
} from "../lifecycle";
import { type Claims, type NamedClaim, nameClaims } from "./claims";

/** Base units that are free somewhere: in another store, or of an article that may stand in. */
type Elsewhere = Cellish & { free: number; fromStoreId: number };
type Instead = Cellish & { free: number; forSkuId: number };

type Shortage = {
  short: readonly ShortCell[];
  elsewhere: readonly Elsewhere[];
  instead: readonly Instead[];
  penaltyOf: (order: OrderState) => number;
  now: Instant;
};

/** Checkouts that end, what comes back of them to their shelves, and what became of each short shelf. */
export type Freeing = { holds: HoldRow[]; back: Reserve[]; shortfalls: Shortfall[] };

/** What an order lost of one cell, what is proposed for it, and who else is promised the same goods. */
type Lost = {
  orderId: number;
  loss: Loss;
  proposals: Record<string, unknown>[];
  rivals: number[];
};
type FreedCell = { shortfall: Shortfall; holds: HoldRow[]; lost: Lost[] };

/**
 * Free what is promised and not there, cell after cell. Changes the model of the claims, and tells each order that lost
 * goods once; checkouts that end, and what comes back of them, are for the caller to write.
 */
export function freeClaims(claims: Claims, shortage: Shortage): Freeing {
  const { elsewhere, instead, penaltyOf, now } = shortage;
  const before: CellPlan["before"] = new Map();
  const cells = shortage.short.map((cell) => {
    const named = nameClaims(claims, cell, penaltyOf);
    const paid = named.filter((n) => n.claim.isPaid).map((n) => n.claim.id);
    const forAll = (row: Cellish & { free: number }): Alternative[] =>
      paid.map((claimId) => ({ claimId, storeId: row.storeId, skuId: row.skuId, qty: row.free }));
    const plan = planShortfall(
      cell.missing,
      named.map((n) => n.claim),
      {
        elsewhere: elsewhere
          .filter((e) => e.skuId === cell.skuId && e.fromStoreId === cell.storeId)
          .flatMap(forAll),
        instead: instead
          .filter((e) => e.forSkuId === cell.skuId && e.storeId === cell.storeId)
          .flatMap(forAll),
        now,
      },
    );
    return freeCell(claims.model, { cell, named, freed: plan.freed, before }, now);
  });
  tellLosses(claims.model, { lost: cells.flatMap((c) => c.lost), before, now });
  const holds = cells.flatMap((c) => c.holds);
  return {
    holds,
    back: giveBack(holds).filter((b) => b.reserve < 0),
    shortfalls: cells.map((c) => c.shortfall),
  };
}

type CellPlan = {
  cell: ShortCell;
  named: readonly NamedClaim[];
  freed: ShortfallPlan["freed"];
  /** What orders had in which parcel before they lost anything. */
  before: Map<number, PiecesByParcel>;
};

/** Let a plan take effect on the model. */
function freeCell(model: Model, { cell, named, freed, before }: CellPlan, now: Instant): FreedCell {
  const { storeId, skuId, missing } = cell;
  const orders = new Set<number>();
  const holds: HoldRow[] = [];
  const lost: Lost[] = [];
  let left = missing;
  for (const one of named) {
    const { claim } = one;
    const mine = freed.filter((f) => f.claimId === claim.id);
    if (mine.length === 0) continue;
    const base = mine.reduce((sum, f) => sum + f.qty, 0);
    if (one.hold) {
      holds.push(one.hold);
      left -= one.hold.qty;
      continue;
    }
    const { order, line } = one;
    orders.add(order.id);
    if (!claim.isPaid) {
      endHeld(model, order, { why: "short", at: now });
      left -= base;
      continue;
    }
    if (!before.has(order.id)) before.set(order.id, piecesByParcel(model, order));
    const pieces = loseGoods(model, {
      line,
      storeId,
      pieces: Math.round(base / claim.per),
      at: now,
    });
    left -= pieces * claim.per;
    if (pieces > 0)
      lost.push({
        orderId: order.id,
        loss: { lineNo: line.lineNo, storeId, skuId, pieces },
        proposals: proposalsOf(mine, line.lineNo, skuId),
        rivals: rivalsOf(named, order.id),
      });
  }
  const shortfall = { storeId, skuId, missing, orders: [...orders], holds: holds.length };
  return { shortfall: { ...shortfall, left: Math.max(0, left) }, holds, lost };
}

const proposalsOf = (freed: readonly Freed[], lineNo: number, skuId: number) =>
  freed.map(({ claimId: _, ...proposal }) => ({ lineNo, skuId, ...proposal }));

const rivalsOf = (named: readonly NamedClaim[], orderId: number): number[] =>
  named.flatMap((n) => (n.hold === null && n.order.id !== orderId ? [n.order.id] : []));

/** Each order is told once what it lost of all cells, in the order in which they first lost. */
function tellLosses(
  model: Model,
  { lost, before, now }: { lost: readonly Lost[]; now: Instant } & Pick<CellPlan, "before">,
): void {
  for (const orderId of new Set(lost.map((l) => l.orderId))) {
    const order = model.orders.get(orderId);
    if (!order) continue;
    const mine = lost.filter((l) => l.orderId === orderId);
    const plan = {
      proposals: mine.flatMap((l) => l.proposals),
      rivals: [...new Set(mine.flatMap((l) => l.rivals))],
    };
    const losses = mine.map((l) => l.loss);
    tellLoss(model, order, { losses, plan, at: now, before: before.get(orderId) });
  }
}
