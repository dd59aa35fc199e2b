import { inTransaction, type Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { openNewCases } from "@/db/queries/orders/events";
import { endReport, newestReport, REPORTS_JOB, takeReport } from "@/db/queries/stock/reports";
import { endRestocks } from "@/db/queries/stock/restock";
import { bookedAt, closeCounts, findMoves, openCounts } from "@/db/queries/stock/stock-edits";
import {
  conflictCases,
  findVariances,
  isStale,
  type KnownLine,
  moveKey,
  movesOf,
  planCount,
  planMoves,
  type ReportEnd,
  readReport,
  refusedReport,
  type WaitingReport,
} from "@/server/domain/inventory";
import { causeOf } from "@/server/pipelines/apart";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import { goOn, type Named, takeApart } from "@/server/pipelines/sweep";
import { takeShelfFacts } from "./take-shelf-facts";

const REPORTS: Named<number> = { job: REPORTS_JOB, subjectOf: String };

/**
 * The oldest report of a warehouse takes effect, or is refused with a code and changes nothing. One transaction each:
 * what it finds missing is freed in it, and every conflict is a case in it.
 *
 * @returns reports dealt with
 */
export async function takeReports(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.get();
  const seen: { id: number | null } = { id: null };
  try {
    return await inTransaction(deps.db, async (tx) => {
      const report = await takeReport(tx);
      if (!report) return 0;
      seen.id = report.id;
      await endReport(tx, report.id, await take({ deps, tx, catalog }, report));
      await goOn(tx, REPORTS, [report.id]);
      return 1;
    });
  } catch (error) {
    // One that cannot be taken must not hold up those behind it.
    if (seen.id === null || isPassing(error)) throw error;
    const [id, cause] = [seen.id, causeOf(error)];
    deps.log.error({ report: id, cause }, "stock report refused");
    // Where its own row cannot be written it rests, and those behind it are taken.
    await inTransaction(deps.db, (tx) =>
      takeApart(deps, tx, {
        of: REPORTS,
        items: [id],
        take: async (inner, some) => {
          await endReport(inner, id, refusedReport({ code: "FAILED", cause }));
          return some;
        },
      }),
    );
    return 1;
  }
}

type Work = { deps: Deps; tx: Tx; catalog: Catalog };
type Known = { storeId: number; lines: readonly KnownLine[] };
type Outcome = Record<string, number>;

async function take(work: Work, report: WaitingReport): Promise<ReportEnd> {
  const read = readReport(report, work.catalog);
  if (!read.ok) return refusedReport(read.error);
  const { storeId, known: lines, unknown } = read.value;
  const { accountId, kind } = report;
  if (isStale(report, await newestReport(work.tx, { accountId, storeId, kind })))
    return refusedReport({ code: "STALE", cause: "比已处理的快照更早，未采用" });
  const outcome =
    kind === "moves"
      ? await takeMoves(work, report, { storeId, lines })
      : await takeCounts(work, report, { storeId, lines });
  if (typeof outcome === "string") return refusedReport({ code: "BELOW_ZERO", cause: outcome });
  const all = { lines: report.lines.length, unknown: unknown.length };
  return { state: "applied", code: null, cause: null, outcome: { ...all, ...outcome } };
}

/** Snapshots and counts: compared with the books as of the sender's own position. */
async function takeCounts(
  { deps, tx, catalog }: Work,
  report: WaitingReport,
  { storeId, lines }: Known,
): Promise<Outcome> {
  const skuIds = lines.map((l) => l.skuId);
  const skuOf = (skuId: number) => catalog.skus.get(skuId);
  const count = { ...report, storeId };
  // What sells between this look and the locks is in the row and in the ledger: the difference stays what it is.
  const place = { position: report.lastMove, asOf: report.asOf };
  const booked = await bookedAt(tx, { storeId, skuIds }, place);
  const variances = findVariances(count, lines, { booked, costsOf: skuOf });
  const { shortfalls } = await takeShelfFacts(deps, tx, {
    cells: skuIds.map((skuId) => ({ storeId, skuId })),
    decide: () => planCount(count, lines, variances),
    why: { cause: report.kind, actor: report.sentBy },
  });
  const suspicious = variances.filter((v) => v.isSuspicious);
  await openCounts(tx, deps.ids, {
    rows: suspicious.map(({ skuId }) => ({ storeId, skuId, reason: "仓库快照与账面相差过大" })),
    by: report.sentBy,
  });
  if (report.kind === "count") {
    const counted = lines.map(({ skuId, qty }) => ({ storeId, skuId, counted: qty }));
    await closeCounts(tx, counted, report.sentBy);
  }
  const conflict = { report: count, variances, shortfalls, skuOf };
  await openNewCases(tx, deps.ids, conflictCases(conflict, deps.clock.now()));
  return {
    same: lines.length - variances.length,
    adjusted: variances.length,
    stopped: suspicious.length,
    conflicts: shortfalls.length,
  };
}

/** What came and went at the warehouse. A move told before is known by its number and left out. */
async function takeMoves(
  { deps, tx }: Work,
  report: WaitingReport,
  { storeId, lines }: Known,
): Promise<Outcome | string> {
  const rows = movesOf({ ...report, storeId }, lines);
  const told = await findMoves(tx, rows);
  const fresh = rows.filter((row) => !told.has(moveKey(row)));
  const { result } = await takeShelfFacts(deps, tx, {
    cells: fresh,
    decide: (stock) => planMoves(stock, fresh),
    why: { cause: "moves", actor: report.sentBy },
  });
  if (result !== null) return result;
  const came = fresh.filter((r) => r.kind === "receipt").map((r) => ({ storeId, skuId: r.skuId }));
  await endRestocks(tx, came);
  return { adjusted: fresh.length, same: rows.length - fresh.length };
}
