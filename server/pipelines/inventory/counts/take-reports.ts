import { inTransaction, type Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import {
  endReport,
  newestReport,
  REPORTS_JOB,
  type ReportEnd,
  takeReport,
  type WaitingReport,
} from "@/db/queries/stock/reports";
import { endRestocks } from "@/db/queries/stock/restock";
import {
  bookedAt,
  closeCounts,
  findMoves,
  type LedgerInsert,
  openCounts,
  type ShelfChange,
} from "@/db/queries/stock/stock-edits";
import { compareCount, type Variance } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { causeOf } from "@/server/pipelines/apart";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import { goOn, type Named, takeApart } from "@/server/pipelines/sweep";
import { raiseConflicts } from "../raise-conflicts";
import { takeShelfFacts } from "./take-shelf-facts";

type Line = { skuId: number; qty: number; move: WaitingReport["lines"][number]["move"] };
type Outcome = Record<string, number>;

/** A place in our ledger as its feed gives it out. */
const POSITION = /^\d{1,19}:\d{1,18}$/;

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
      await endReport(tx, { id: report.id, ...(await take(deps, tx, catalog, report)) });
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
      takeApart(deps, tx, REPORTS, [id], async (inner, some) => {
        await endReport(inner, { id, ...refused("FAILED", cause) });
        return some;
      }),
    );
    return 1;
  }
}

async function take(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  report: WaitingReport,
): Promise<Omit<ReportEnd, "id">> {
  const storeId = report.storeId ?? catalog.storeOf(report.accountId, report.storeKey);
  if (storeId === null) return refused("UNKNOWN_STORE", `门店 ${report.storeKey} 未映射`);
  if (report.lastMove !== null && !POSITION.test(report.lastMove))
    return refused("BAD_POSITION", `last_move ${report.lastMove} 不是我方流水位置`);
  const { known, unknown } = readLines(catalog, report);
  if (report.kind === "count" && unknown.length > 0)
    return refused("UNKNOWN_SKU", `盘点里有不认识的商品：${unknown.slice(0, 5).join("、")}`);
  const newest = await newestReport(tx, report.accountId, storeId, report.kind);
  if (report.kind === "snapshot" && newest !== null && report.asOf < newest)
    return refused("STALE", "比已处理的快照更早，未采用");
  const outcome =
    report.kind === "moves"
      ? await takeMoves(deps, tx, storeId, report, known)
      : await takeCounts(deps, tx, catalog, storeId, report, known);
  if (typeof outcome === "string") return refused("BELOW_ZERO", outcome);
  const lines = { lines: report.lines.length, unknown: unknown.length };
  return { state: "applied", code: null, cause: null, outcome: { ...lines, ...outcome } };
}

const refused = (code: string, cause: string): Omit<ReportEnd, "id"> => ({
  state: "refused",
  code,
  cause,
  outcome: null,
});

function readLines(catalog: Catalog, report: WaitingReport): { known: Line[]; unknown: string[] } {
  const known: Line[] = [];
  const unknown: string[] = [];
  for (const { externalSku, qty, move } of report.lines) {
    const skuId = catalog.skuOf(report.accountId, externalSku, null);
    if (skuId === null) unknown.push(externalSku);
    else known.push({ skuId, qty, move });
  }
  return { known, unknown };
}

/** Snapshots and counts: compared with the books as of the sender's own position. */
async function takeCounts(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  storeId: number,
  report: WaitingReport,
  lines: readonly Line[],
): Promise<Outcome> {
  const isTrusted = report.kind === "count";
  const skuIds = lines.map((l) => l.skuId);
  const cells = skuIds.map((skuId) => ({ storeId, skuId }));
  // What sells between this look and the locks is in the row and in the ledger: the difference stays what it is.
  const booked = await bookedAt(tx, storeId, skuIds, report.lastMove, report.asOf);
  const variances = lines.flatMap((line) => {
    const books = booked.get(line.skuId);
    if (books === undefined) return [];
    const sku = catalog.skus.get(line.skuId);
    const portion = sku?.portion ?? 1;
    const unitMilliFen = ((sku?.costFen ?? 0) * 1_000) / portion;
    const counted = { skuId: line.skuId, reported: line.qty, booked: books, unitMilliFen };
    return compareCount(counted, isTrusted, portion) ?? [];
  });
  const same = isTrusted ? lines.filter((l) => !variances.some((v) => v.skuId === l.skuId)) : [];
  const { shortfalls } = await takeShelfFacts(
    deps,
    tx,
    cells,
    () => ({
      changes: [
        ...variances.map((v) =>
          shelfChange(storeId, v.skuId, v.diff, v.isSuspicious ? true : null),
        ),
        // Counted and right: what had been stopped for doubt is sold again.
        ...same.map((l) => shelfChange(storeId, l.skuId, 0, false)),
      ],
      moves: variances.map((v) => moveOf(storeId, v, report)),
      result: null,
    }),
    { cause: report.kind, actor: report.sentBy },
  );
  const suspicious = variances.filter((v) => v.isSuspicious);
  const reason = "仓库快照与账面相差过大";
  await openCounts(
    tx,
    deps.ids,
    suspicious.map((v) => ({ storeId, skuId: v.skuId, reason })),
    report.sentBy,
  );
  if (isTrusted)
    await closeCounts(
      tx,
      lines.map((l) => ({ storeId, skuId: l.skuId, counted: l.qty })),
      report.sentBy,
    );
  await raiseConflicts(deps, tx, catalog, storeId, report, variances, shortfalls);
  return {
    same: lines.length - variances.length,
    adjusted: variances.length,
    stopped: suspicious.length,
    conflicts: shortfalls.length,
  };
}

function shelfChange(
  storeId: number,
  skuId: number,
  onHand: number,
  stopped: boolean | null,
): ShelfChange {
  return {
    storeId,
    skuId,
    onHand,
    quarantine: 0,
    inTransit: 0,
    safety: null,
    frozen: null,
    stopped,
  };
}

const moveOf = (storeId: number, v: Variance, report: WaitingReport): LedgerInsert => ({
  storeId,
  skuId: v.skuId,
  kind: report.kind === "count" ? "count" : "adjust",
  delta: v.diff,
  quarantineDelta: 0,
  transitDelta: 0,
  ref: `report:${report.id}`,
  reason: report.kind === "count" ? "仓库盘点" : "仓库快照差异",
  actor: report.sentBy,
});

/** What came and went at the warehouse. A move told before is known by its number and left out. */
async function takeMoves(
  deps: Deps,
  tx: Tx,
  storeId: number,
  report: WaitingReport,
  lines: readonly Line[],
): Promise<Outcome | string> {
  const rows = lines.map(({ skuId, qty, move }): LedgerInsert => {
    const { moveId, kind, reason } = present(move, "move of a line");
    const isAside = kind === "quarantine";
    return {
      storeId,
      skuId,
      kind,
      delta: isAside ? 0 : qty,
      quarantineDelta: isAside ? qty : 0,
      transitDelta: 0,
      ref: `wms:${report.accountId}:${moveId}`,
      reason,
      actor: report.sentBy,
    };
  });
  const told = await findMoves(tx, rows);
  const fresh = rows.filter((r) => !told.has(`${r.storeId}:${r.skuId}:${r.kind}:${r.ref}`));
  const { result } = await takeShelfFacts(
    deps,
    tx,
    fresh,
    (stock) => {
      const bySku = new Map(stock.map((c) => [c.skuId, { ...c }]));
      for (const row of fresh) {
        const cell = bySku.get(row.skuId);
        if (!cell) continue;
        cell.onHand += row.delta;
        cell.quarantine += row.quarantineDelta;
        if (cell.onHand < 0 || cell.quarantine < 0)
          return { changes: [], moves: [], result: `${row.ref} 会使库存低于零` };
      }
      const mine = fresh.filter((r) => bySku.has(r.skuId));
      return { changes: mine.map(changeOf), moves: mine, result: null };
    },
    { cause: "moves", actor: report.sentBy },
  );
  if (result !== null) return result;
  const came = fresh.filter((r) => r.kind === "receipt").map((r) => ({ storeId, skuId: r.skuId }));
  await endRestocks(tx, came);
  return { adjusted: fresh.length, same: rows.length - fresh.length };
}

const changeOf = (row: LedgerInsert): ShelfChange => ({
  ...shelfChange(row.storeId, row.skuId, row.delta, null),
  quarantine: row.quarantineDelta,
});
