import { type Cellish, type Claim, type HoldRow, type ShortCell, uniqueCells } from "../inventory";
import type { Instant } from "../kernel/instant";
import { isLive, type LineState, type Model, type OrderState, type Promised } from "../lifecycle";

/** Everybody who is promised goods of some cells: orders and parcels, and checkouts. */
export type Claims = { model: Model; holds: readonly HoldRow[] };

/** A claim and whose it is: a checkout's, or an order's line's. */
export type NamedClaim =
  | { claim: Claim; hold: HoldRow }
  | { claim: Claim; hold: null; order: OrderState; line: LineState };

/**
 * Who is promised goods of a cell. What a picker has taken of a promise is a claim of its own, that nobody takes back.
 *
 * @param penaltyOf what leaving an order out costs with its platform
 */
export function nameClaims(
  { model, holds }: Claims,
  cell: ShortCell,
  penaltyOf: (order: OrderState) => number,
): NamedClaim[] {
  const isMine = (r: Cellish) => r.storeId === cell.storeId && r.skuId === cell.skuId;
  const named: NamedClaim[] = holds
    .filter((h) => isMine(h) && h.qty > 0)
    .map((hold) => ({ claim: claimOfHold(hold), hold }));
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

/** Every cell that these are promised goods of: whoever loses goods of one may give back those of others. */
export function cellsOfClaims({ model, holds }: Claims): Cellish[] {
  const promised = [...model.orders.values()]
    .flatMap((o) => o.lines.flatMap((l) => l.reservations))
    .filter(isLive);
  return uniqueCells([...promised, ...holds]);
}
