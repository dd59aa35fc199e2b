import type { Tx } from "@/db/client";
import { findElsewhere, findInstead } from "@/db/queries/orders/claims";
import type { ShortCell } from "@/server/domain/inventory";
import { type Claims, type Freeing, freeClaims } from "@/server/domain/shortfall";
import type { Deps } from "../deps";

/** Platforms count orders that were left out; nobody counts our own. */
const PENALTY = { own: 1, platform: 2 };

/**
 * Free what is promised and not there. Changes the model of the claims; checkouts that end and what comes back of them is
 * for the caller to write.
 */
export async function freeShort(
  deps: Deps,
  tx: Tx,
  { claims, short }: { claims: Claims; short: readonly ShortCell[] },
): Promise<Freeing> {
  if (short.length === 0) return { holds: [], back: [], shortfalls: [] };
  const [elsewhere, instead, { accounts }] = await Promise.all([
    findElsewhere(tx, short),
    findInstead(tx, short),
    deps.catalog.get(),
  ]);
  return freeClaims(claims, {
    short,
    elsewhere,
    instead,
    penaltyOf: ({ accountId }) =>
      accounts.get(accountId)?.capabilities.countsRefusals === false
        ? PENALTY.own
        : PENALTY.platform,
    now: deps.clock.now(),
  });
}
