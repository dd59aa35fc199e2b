import type { StoreRow } from "@/db/queries/channels/catalog";
import type { ActiveRow, CaseCount, DueRow, TickRow } from "@/db/queries/upkeep/wall";
import { caseName } from "@/server/domain/exceptions";
import type { WallData, WallState, WallTick } from "@/server/domain/live/wall";
import { isProbablyLate, stateOf } from "@/server/domain/metrics";
import type { Fulfil } from "@/server/domain/orders/axes";
import { orderLabel } from "@/server/domain/orders/labels";

/** The six boxes under the map, and which phases of an order each one gathers. Every open phase is in exactly one. */
const PHASE_BOXES: readonly (readonly [string, readonly string[]])[] = [
  ["to_accept", ["to_accept", "to_pay", "to_review"]],
  ["picking", ["to_release", "waiting_merge", "to_pick", "picking"]],
  ["to_pick_up", ["ready"]],
  ["delivering", ["delivering"]],
  ["on_hold", ["held", "changing"]],
  ["exception", ["short", "delivery_problem", "returning"]],
];

export function toPhases(active: readonly ActiveRow[]): WallData["phases"] {
  return PHASE_BOXES.map(([code, phases]) => ({
    code,
    count: active.filter((r) => phases.includes(r.phase)).reduce((sum, r) => sum + r.n, 0),
  }));
}

const TOP_CASES = 5;

export function toExceptions(cases: readonly CaseCount[]): WallData["exceptions"] {
  const sum = (field: "open" | "breached" | "riskFen") =>
    cases.reduce((total, c) => total + c[field], 0);
  const top = [...cases]
    .sort((a, b) => b.open - a.open || (a.code < b.code ? -1 : 1))
    .slice(0, TOP_CASES);
  return {
    open: sum("open"),
    breached: sum("breached"),
    riskFen: sum("riskFen"),
    top: top.map((c) => ({
      code: c.code,
      name: caseName(c.code),
      count: c.open,
      state: caseState(c),
    })),
  };
}

function caseState(c: CaseCount): WallState {
  if (c.breached === 0) return "normal";
  return c.breached > 10 ? "p1" : "p2";
}

const WORST = 3;
/** Below this a rate is chance. */
const DUE_MIN = 5;

export function toWorstStores(
  due: readonly DueRow[],
  stores: ReadonlyMap<number, StoreRow>,
): WallData["worstStores"] {
  return due
    .flatMap((r) => {
      const store = r.storeId === null ? undefined : stores.get(r.storeId);
      if (!store || r.due < DUE_MIN) return [];
      const bps = Math.round(((r.due - r.late) * 10_000) / r.due);
      const state = stateOf("ontime_fulfil", bps);
      return [{ code: store.code, name: store.name, bps, state }];
    })
    .sort((a, b) => a.bps - b.bps || (a.code < b.code ? -1 : 1))
    .slice(0, WORST);
}

/** A shop is as well as the share of its open orders that will probably be late. */
export function toStores(
  active: readonly ActiveRow[],
  stores: ReadonlyMap<number, StoreRow>,
): WallData["stores"] {
  return [...stores.values()].map((store) => {
    const mine = active.filter((r) => r.storeId === store.id);
    const open = mine.reduce((sum, r) => sum + r.n, 0);
    const risky = mine.reduce(
      (sum, r) => sum + r.overdue + (isProbablyLate(r.fulfil as Fulfil | null) ? r.soon : 0),
      0,
    );
    const state =
      open < DUE_MIN ? "normal" : stateOf("eta_risk", Math.round((risky * 10_000) / open / 2));
    return {
      code: store.code,
      name: store.name,
      lngE6: store.lngE6,
      latE6: store.latE6,
      state,
      open,
    };
  });
}

/** One line for the ticker. */
export function toTick(row: TickRow): WallTick {
  const label = orderLabel(row.channel, row.daySeq, row.externalNo);
  return { id: row.id, atMs: row.at, text: `${sentenceOf(row, label)}` };
}

function sentenceOf(row: TickRow, label: string): string {
  const { payload } = row;
  if (row.kind === "parcel.joined")
    return `合单 ${[label, ...asList(payload.with)].join("+")} → 1 包裹`;
  if (row.kind === "order.cancelled")
    return `取消 ${label} ${typeof payload.reason === "string" ? payload.reason : ""}`.trim();
  if (row.kind === "order.refunded")
    return `退款 ${label} ¥${(Number(payload.amountFen) / 100).toFixed(2)}`;
  if (row.kind === "order.shortage_settled")
    return `缺货 ${label} 缺 ${String(payload.missing)} 件，余货先发`;
  return `无法送达 ${label}`;
}

const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** How many of the articles that sell most cannot be sold; null before anything sold. */
export function toSkuOut({ out, pairs }: { out: number; pairs: number }): WallData["skuOut"] {
  if (pairs === 0) return null;
  const bps = Math.round((out * 10_000) / pairs);
  return { out, pairs, bps, state: stateOf("sku_out", bps) };
}
