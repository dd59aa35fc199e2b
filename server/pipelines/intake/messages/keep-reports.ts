import type { Tx } from "@/db/client";
import { insertReports } from "@/db/queries/stock/reports";
import type { StockReport } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import type { FromMessage } from "./decode-batch";

/** What warehouses say is kept in their order and takes effect in transactions of its own (`take-reports.ts`). */
export async function keepReports(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  said: readonly (FromMessage & { report: StockReport })[],
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
