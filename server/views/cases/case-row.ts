import type { CaseCursor, CaseFilter, CaseListRow, QueueCount } from "@/db/queries/lists/cases";
import { showId } from "@/server/domain/kernel/ids";
import { orderLabel } from "@/server/domain/orders/labels";

export type CaseRowView = {
  id: string;
  code: string;
  cause: string;
  /** What the channel calls the thing that nobody knows; only where it can be mapped. */
  mapping: {
    kind: "sku" | "store";
    accountId: number;
    accountName: string;
    externalCode: string;
  } | null;
  /** The shelf it is about, as the inventory page's address names it. */
  cell: string | null;
  riskFen: number;
  openedAt: number;
  dueAt: number;
  closedAt: number | null;
  closedBy: string | null;
  outcome: string | null;
  source: string | null;
  store: string | null;
  order: {
    id: string;
    label: string;
    channel: string;
    phase: string;
    promiseAt: number | null;
  } | null;
};

type CasePage = { rows: CaseRowView[]; next: string | null };

export function toCasePage(
  rows: readonly CaseListRow[],
  state: CaseFilter["state"],
  size: number,
): CasePage {
  const kept = rows.slice(0, size);
  const last = kept.at(-1);
  const place = last && (state === "open" ? last.dueAt : (last.closedAt ?? last.dueAt));
  return {
    rows: kept.map(toCaseRow),
    next: rows.length > size && last ? `${place}.${last.id}` : null,
  };
}

export function toCaseCursor(place: string): CaseCursor | null {
  const found = /^(\d{1,15})\.(\d{1,16})$/.exec(place);
  return found ? { at: Number(found[1]), id: Number(found[2]) } : null;
}

function toCaseRow(c: CaseListRow): CaseRowView {
  const { orderId, channel, externalNo } = c;
  return {
    id: showId("exception", c.id),
    code: c.code,
    cause: c.cause,
    mapping: mappingOf(c),
    cell: cellOf(c),
    riskFen: c.riskFen,
    openedAt: c.openedAt,
    dueAt: c.dueAt,
    closedAt: c.closedAt,
    closedBy: c.closedBy,
    outcome: c.outcome,
    source: c.accountName,
    store: c.storeName,
    order:
      orderId === null || channel === null || externalNo === null
        ? null
        : {
            id: showId("order", orderId),
            label: orderLabel(channel, c.daySeq, externalNo),
            channel,
            phase: c.phase ?? "",
            promiseAt: c.promiseAt,
          },
  };
}

/** Of a case about a shelf, or of the first goods that an order lost. */
function cellOf({ data }: CaseListRow): string | null {
  const [lost] = Array.isArray(data.losses) ? (data.losses as unknown[]) : [];
  const about = (lost ?? data) as { storeId?: unknown; skuId?: unknown };
  return typeof about.storeId === "number" && typeof about.skuId === "number"
    ? `${about.storeId}:${about.skuId}`
    : null;
}

function mappingOf(c: CaseListRow): CaseRowView["mapping"] {
  const { externalCode } = c.data;
  const kind = c.code === "SKU_UNMATCHED" ? "sku" : c.code === "STORE_UNMATCHED" ? "store" : null;
  if (kind === null || c.accountId === null || typeof externalCode !== "string") return null;
  return { kind, accountId: c.accountId, accountName: c.accountName ?? "", externalCode };
}

type Queues = { total: number; breached: number; riskFen: number; queues: QueueCount[] };

/** The queues with their sums, the fullest first. */
export function toQueues(counts: readonly QueueCount[]): Queues {
  const sum = (pick: (count: QueueCount) => number) =>
    counts.reduce((all, count) => all + pick(count), 0);
  return {
    total: sum((c) => c.n),
    breached: sum((c) => c.breached),
    riskFen: sum((c) => c.riskFen),
    queues: [...counts].sort((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1)),
  };
}
