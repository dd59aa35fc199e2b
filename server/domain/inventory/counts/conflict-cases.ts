import { draftCase, type NewCase } from "../../exceptions";
import type { Instant } from "../../kernel/instant";
import { cellSubject } from "../cell";
import type { WaitingReport } from "../report";
import type { Shortfall } from "../shortfall";
import type { Variance } from "./compare-report";
import type { Costs } from "./plan-count";

/** A conflict is looked at within. */
const SUSPECT_MINUTES = 15;

export type Conflict = {
  report: Pick<WaitingReport, "accountId" | "reportId"> & { storeId: number };
  variances: readonly Variance[];
  shortfalls: readonly Shortfall[];
  skuOf: (skuId: number) => (Costs & { name: string }) | undefined;
};

/**
 * Every conflict of a report with the books is a case: what was said, what was booked, who gave back, what to do. A difference
 * nobody has to look at is none: it is not suspicious, and nobody was promised the goods.
 */
export function conflictCases(
  { report, variances, shortfalls, skuOf }: Conflict,
  now: Instant,
): NewCase[] {
  const { storeId, reportId } = report;
  const short = new Map(shortfalls.map((s) => [s.skuId, s]));
  const worth = variances.filter((v) => v.isSuspicious || short.has(v.skuId));
  return worth.map((v) => {
    const sku = skuOf(v.skuId);
    const gone = short.get(v.skuId);
    const size = `${v.diff > 0 ? "多" : "少"} ${Math.abs(v.diff)}`;
    const words = [
      `${sku?.name ?? v.skuId} 实物比账面${size}`,
      ...(gone ? [`已承诺的缺 ${gone.missing}，影响 ${gone.orders.length} 单`] : []),
      ...(v.isSuspicious ? ["已停售，待盘点"] : []),
    ];
    const shortfall = gone ? { shortfall: gone } : {};
    return draftCase({
      code: "STOCK_CONFLICT",
      subject: cellSubject({ storeId, skuId: v.skuId }),
      accountId: report.accountId || null,
      storeId,
      cause: words.join("；"),
      data: { storeId, skuId: v.skuId, diff: v.diff, reportId, ...shortfall },
      riskFen: Math.abs(Math.round((v.diff * (sku?.costFen ?? 0)) / (sku?.portion ?? 1))),
      dueAt: now + SUSPECT_MINUTES * 60_000,
    });
  });
}
