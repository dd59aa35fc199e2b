import { inTransaction } from "@/db/client";
import { laneOfAccount } from "@/db/log/inbox";
import { listDaySequences, readPulledUntil, savePulledUntil } from "@/db/queries/channels/accounts";
import { queuePulls } from "@/db/queries/channels/pulls";
import { findOrdersBySource } from "@/db/queries/orders/insert-orders";
import { type Account, pullFrom } from "@/server/domain/channels";
import { businessDayOf } from "@/server/domain/kernel/instant";
import { causeOf } from "../apart";
import type { Deps } from "../deps";

/**
 * The safety net under the pushes: ask every platform that can list its orders what it had since we last asked, with an
 * overlap, and fetch what we never heard of.
 *
 * @returns orders found that no push told us of
 */
export async function lookForLost(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.get();
  const able = [...catalog.accounts.values()].filter(
    (a) => a.enabled && a.capabilities.listsRecent,
  );
  // Side by side: a platform that is slow to answer keeps nobody else's orders waiting.
  const found = await Promise.all(
    able.map((account) =>
      lookInto(deps, account).catch((error: unknown) => {
        // The window stays where it was: next time it is asked for again.
        deps.log.warn({ account: account.code, cause: causeOf(error) }, "pull failed");
        return 0;
      }),
    ),
  );
  return found.reduce((sum, n) => sum + n, 0);
}

async function lookInto(deps: Deps, account: Account): Promise<number> {
  const client = deps.clientOf(account);
  if (!client) return 0;
  const now = deps.clock.now();
  const held = await readPulledUntil(deps.db, account.id);
  const recent = await client.recent(held.shops, {
    fromMs: pullFrom(held.pulledUntil, now),
    toMs: now,
    known: await listDaySequences(deps.db, account.id, businessDayOf(now)),
  });
  const keys = [...new Set(recent.map((r) => r.externalNo))].map((externalNo) => ({
    accountId: account.id,
    externalNo,
  }));
  return await inTransaction(deps.db, async (tx) => {
    const known = new Set((await findOrdersBySource(tx, keys)).map((k) => k.externalNo));
    const lost = keys.filter((k) => !known.has(k.externalNo));
    await queuePulls(
      tx,
      lost.map((k) => ({ ...k, lane: laneOfAccount(account.id), degraded: false })),
    );
    await savePulledUntil(tx, account.id, now);
    return lost.length;
  });
}
