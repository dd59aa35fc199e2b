import { inTransaction } from "@/db/client";
import { blockStubborn } from "@/db/queries/cases/stuck";
import type { Settled } from "@/db/queries/channels/published";
import { openCases } from "@/db/queries/orders/events";
import type { Account } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";

/** Articles that a channel refuses again and again are people's to look at, one case a shop. */
export async function raiseStuck(
  deps: Deps,
  account: Account,
  of: Settled,
  tries: number,
): Promise<void> {
  const [id] = await deps.ids.take(1);
  const what = of.kind === "stock" ? "库存" : "价格";
  await inTransaction(deps.db, async (tx) => {
    const { count, fault } = await blockStubborn(tx, of, tries);
    if (count === 0) return;
    await openCases(tx, [
      {
        id: present(id, "case id"),
        code: "SYNC_STUCK",
        subject: `sync:${of.accountId}:${of.storeId}:${of.kind}`,
        orderId: null,
        fulfilmentId: null,
        accountId: of.accountId,
        storeId: of.storeId,
        cause: `${account.name} 不接收 ${count} 个商品的${what}：${fault}`,
        data: { kind: of.kind, count, fault },
        riskFen: 0,
        dueAt: deps.clock.now() + 5 * 60_000,
      },
    ]);
  });
}
