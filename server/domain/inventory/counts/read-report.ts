import { ok, type Result, refuse } from "../../kernel/result";
import type { ReportEnd, ReportLine, WaitingReport } from "../report";

/** A line whose article is known; qty in base units, as in the report. */
export type KnownLine = Pick<ReportLine, "qty" | "move"> & { skuId: number };
type ReadReport = { storeId: number; known: KnownLine[]; unknown: string[] };
/** Why a report changes nothing: a code to search for, and one sentence. */
type ReportRefusal = { code: string; cause: string };

/** How an account's own names are understood; null where they are not. */
type Names = {
  storeOf: (accountId: number, key: string) => number | null;
  skuOf: (accountId: number, key: string, barcode: string | null) => number | null;
};

/** A place in our ledger as its feed gives it out. */
const POSITION = /^\d{1,19}:\d{1,18}$/;

/**
 * A report in our words: its shop and its lines.
 *
 * @returns what is known of it, with the articles nobody knows; a count with such an article, an unknown shop or a place
 *   that is none of our ledger's are refused
 */
export function readReport(report: WaitingReport, names: Names): Result<ReadReport, ReportRefusal> {
  const storeId = report.storeId ?? names.storeOf(report.accountId, report.storeKey);
  if (storeId === null)
    return refuse({ code: "UNKNOWN_STORE", cause: `门店 ${report.storeKey} 未映射` });
  if (report.lastMove !== null && !POSITION.test(report.lastMove))
    return refuse({
      code: "BAD_POSITION",
      cause: `last_move ${report.lastMove} 不是我方流水位置`,
    });
  const known: KnownLine[] = [];
  const unknown: string[] = [];
  for (const { externalSku, qty, move } of report.lines) {
    const skuId = names.skuOf(report.accountId, externalSku, null);
    if (skuId === null) unknown.push(externalSku);
    else known.push({ skuId, qty, move });
  }
  if (report.kind === "count" && unknown.length > 0)
    return refuse({
      code: "UNKNOWN_SKU",
      cause: `盘点里有不认识的商品：${unknown.slice(0, 5).join("、")}`,
    });
  return ok({ storeId, known, unknown });
}

/**
 * Whether a report tells nothing new: an older snapshot than one that was taken.
 *
 * @param newest when the newest one that was taken was made, epoch milliseconds; null where there was none
 */
export const isStale = (
  report: Pick<WaitingReport, "kind" | "asOf">,
  newest: number | null,
): boolean => report.kind === "snapshot" && newest !== null && report.asOf < newest;

/** A report that changed nothing, with the reason. */
export const refusedReport = ({ code, cause }: ReportRefusal): ReportEnd => ({
  state: "refused",
  code,
  cause,
  outcome: null,
});
