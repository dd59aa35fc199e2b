import type { Tx } from "@/db/client";
import { insertReports } from "@/db/queries/stock/reports";
import type { Understood } from "@/server/domain/intake";
import { present } from "@/server/domain/kernel/assert";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";

/** What warehouses say is kept in their order and takes effect in transactions of its own (`take-reports.ts`). */
export async function keepReports(
  deps: Deps,
  tx: Tx,
  { catalog, said }: { catalog: Catalog; said: Understood["reports"] },
): Promise<void> {
  const ids = await deps.ids.take(said.length);
  await insertReports(
    tx,
    said.map(({ report, account }, i) => ({
      ...report,
      id: present(ids[i], "report id"),
      accountId: account.id,
      storeId: catalog.storeOf(account.id, report.storeKey),
      sentBy: account.code,
    })),
  );
}
