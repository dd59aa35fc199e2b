import type { Instant } from "../kernel/instant";

/** Somebody who was promised goods of the cell that came up short. qty in base units, not yet picked. */
export type Claim = {
  /** The order's line and part, or the checkout's key: only ever compared. */
  id: string;
  qty: number;
  /** Off the shelf: never touched. */
  isPicked: boolean;
  isPaid: boolean;
  /** Unpaid: when the promise ends. */
  expiresAt: Instant | null;
  /** Unpaid: when it was made. */
  placedAt: Instant;
  /** Paid: when it should be at the door. */
  promiseAt: Instant | null;
  /** What leaving it out costs with its platform; more is worse. */
  penalty: number;
  /** Base units of one ordered piece: goods are taken out of an order by whole pieces. */
  per: number;
};

/** Goods that could stand in: another store inside the promise, or an article the customer would take. */
export type Alternative = { claimId: string; storeId: number; skuId: number; qty: number };

/** What other stores have free, and what may stand in; each is shared out once. */
type StandIns = {
  elsewhere: readonly Alternative[];
  instead: readonly Alternative[];
  now: Instant;
};

export type Freed =
  | { kind: "release"; claimId: string; qty: number }
  | { kind: "resource"; claimId: string; qty: number; storeId: number }
  | { kind: "substitute"; claimId: string; qty: number; skuId: number }
  | { kind: "refund"; claimId: string; qty: number };

export type ShortfallPlan = {
  freed: Freed[];
  /** What stays promised, by claim. */
  kept: Map<string, number>;
  /** Still missing: only picked goods are left, and those are not taken back. */
  left: number;
};

/** A shelf whose promises were more than there is, base units, and what became of them. */
export type Shortfall = {
  storeId: number;
  skuId: number;
  missing: number;
  /** Orders and checkouts that gave goods back. */
  orders: number[];
  holds: number;
  left: number;
};

/**
 * Who gives back promised goods that are not there. First what nobody paid for: what has expired, then the newest. Then
 * paid ones, the latest promise first, among equals the platform with the smaller penalty: from another store that still
 * makes the promise, else another article, else the money.
 *
 * @param missing base units promised and not there, > 0
 * @source docs/domain/stock.md#shortfall
 */
export function planShortfall(
  missing: number,
  claims: readonly Claim[],
  { elsewhere, instead, now }: StandIns,
): ShortfallPlan {
  const kept = new Map(claims.map((c) => [c.id, c.qty]));
  const freed: Freed[] = [];
  const stores = shelf(elsewhere);
  const others = shelf(instead);
  let left = missing;
  for (const claim of inTurn(claims, now)) {
    if (left <= 0) break;
    // Whole pieces leave an order, so that a portion of 500 g is not cut in half.
    const pieces = Math.min(Math.ceil(left / claim.per), Math.floor(claim.qty / claim.per));
    let take = claim.isPaid ? pieces * claim.per : claim.qty;
    if (take <= 0) continue;
    left -= take;
    kept.set(claim.id, claim.qty - take);
    if (!claim.isPaid) {
      freed.push({ kind: "release", claimId: claim.id, qty: take });
      continue;
    }
    for (const { storeId, qty } of stores(claim, take)) {
      freed.push({ kind: "resource", claimId: claim.id, qty, storeId });
      take -= qty;
    }
    for (const { skuId, qty } of others(claim, take)) {
      freed.push({ kind: "substitute", claimId: claim.id, qty, skuId });
      take -= qty;
    }
    if (take > 0) freed.push({ kind: "refund", claimId: claim.id, qty: take });
  }
  return { freed, kept, left: Math.max(0, left) };
}

/** Those who may lose goods, the first to lose them first. */
function inTurn(claims: readonly Claim[], now: Instant): Claim[] {
  const free = claims.filter((c) => !c.isPicked && c.qty > 0);
  const isOver = (c: Claim): boolean => c.expiresAt !== null && c.expiresAt <= now;
  const unpaid = free
    .filter((c) => !c.isPaid)
    .sort((a, b) => Number(isOver(b)) - Number(isOver(a)) || b.placedAt - a.placedAt);
  const paid = free
    .filter((c) => c.isPaid)
    .sort((a, b) => (b.promiseAt ?? 0) - (a.promiseAt ?? 0) || a.penalty - b.penalty);
  return [...unpaid, ...paid];
}

/** Goods given out once, in whole pieces of who asks. */
function shelf(rows: readonly Alternative[]) {
  const there = new Map<string, number>();
  for (const r of rows)
    there.set(
      `${r.storeId}:${r.skuId}`,
      Math.max(r.qty, there.get(`${r.storeId}:${r.skuId}`) ?? 0),
    );
  return (claim: Claim, want: number): { storeId: number; skuId: number; qty: number }[] => {
    const found: { storeId: number; skuId: number; qty: number }[] = [];
    let open = want;
    for (const row of rows.filter((r) => r.claimId === claim.id)) {
      const key = `${row.storeId}:${row.skuId}`;
      const qty = Math.floor(Math.min(open, there.get(key) ?? 0) / claim.per) * claim.per;
      if (qty <= 0) continue;
      there.set(key, (there.get(key) ?? 0) - qty);
      found.push({ storeId: row.storeId, skuId: row.skuId, qty });
      open -= qty;
    }
    return found;
  };
}
