import type { Tx } from "@/db/client";
import { openCases } from "@/db/queries/orders/events";
import type { WaitingReport } from "@/db/queries/stock/reports";
import type { Variance } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import type { Shortfall } from "./free-short";

/** A conflict is looked at within. */
const SUSPECT_MINUTES = 15;

/** Every conflict is a case: what was said, what was booked, who gave back, what to do. */
export async function raiseConflicts(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  storeId: number,
  report: WaitingReport,
  variances: readonly Variance[],
  shortfalls: readonly Shortfall[],
): Promise<void> {
  const short = new Map(shortfalls.map((s) => [s.skuId, s]));
  const worth = variances.filter((v) => v.isSuspicious || short.has(v.skuId));
  const ids = await deps.ids.take(worth.length);
  await openCases(
    tx,
    worth.map((v, i) => {
      const sku = catalog.skus.get(v.skuId);
      const gone = short.get(v.skuId);
      const size = `${v.diff > 0 ? "多" : "少"} ${Math.abs(v.diff)}`;
      const words = [
        `${sku?.name ?? v.skuId} 实物比账面${size}`,
        ...(gone ? [`已承诺的缺 ${gone.missing}，影响 ${gone.orders.length} 单`] : []),
        ...(v.isSuspicious ? ["已停售，待盘点"] : []),
      ];
      return {
        id: present(ids[i], "case id"),
        code: "STOCK_CONFLICT",
        subject: `cell:${storeId}:${v.skuId}`,
        orderId: null,
        fulfilmentId: null,
        accountId: report.accountId || null,
        storeId,
        cause: words.join("；"),
        data: {
          storeId,
          skuId: v.skuId,
          diff: v.diff,
          reportId: report.reportId,
          ...(gone ? { shortfall: gone } : {}),
        },
        riskFen: Math.abs(Math.round((v.diff * (sku?.costFen ?? 0)) / (sku?.portion ?? 1))),
        dueAt: deps.clock.now() + SUSPECT_MINUTES * 60_000,
      };
    }),
  );
}
