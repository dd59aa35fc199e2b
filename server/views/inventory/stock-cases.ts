import type { OrderNameRow } from "@/db/queries/lists/inventory-cell";
import type { SkuNameRow, StockCaseRow } from "@/db/queries/lists/inventory-work";
import { showId } from "@/server/domain/kernel/ids";
import { type OrderLink, toOrderLink } from "./order-link";

export type DriftView = {
  id: string;
  storeId: number;
  skuId: number;
  store: string;
  code: string;
  name: string;
  unit: "piece" | "gram";
  openedAt: number;
  fields: { field: string; books: number; truth: number }[];
};

export type CollisionView = {
  id: string;
  caseCode: string;
  cause: string;
  store: string | null;
  storeId: number | null;
  riskFen: number;
  openedAt: number;
  /** Who lost goods; null where the warehouse said something else than the books. */
  order: OrderLink | null;
  /** The shelf that a report disagrees with, and by how much, in base units. */
  shelf: { skuId: number; code: string; name: string; unit: "piece" | "gram"; diff: number } | null;
  losses: { skuId: number; code: string; name: string; pieces: number }[];
  proposals: string[];
  /** Who has the goods; for a shelf, who lost them. */
  rivals: OrderLink[];
};

/** Orders that stand in relation to a case: those with the goods, or those that a report took them from. */
function rivalsOf(data: Record<string, unknown>): number[] {
  const shortfall = data.shortfall as { orders?: unknown } | undefined;
  const ids = data.rivals ?? shortfall?.orders;
  return Array.isArray(ids) ? ids.filter((id): id is number => typeof id === "number") : [];
}

type Names = {
  skus: readonly SkuNameRow[];
  orders: readonly OrderNameRow[];
};

const rowsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((v) => typeof v === "object" && v !== null) : [];
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Articles and orders that cases name, so that they can be read at once. */
export function namedIn(cases: readonly StockCaseRow[]): { skuIds: number[]; orderIds: number[] } {
  const skuIds = new Set<number>();
  const orderIds = new Set<number>();
  for (const { data, orderId } of cases) {
    if (orderId !== null) orderIds.add(orderId);
    if (typeof data.skuId === "number") skuIds.add(data.skuId);
    for (const row of rowsOf(data.losses)) skuIds.add(number(row.skuId));
    for (const id of rivalsOf(data)) orderIds.add(id);
  }
  return { skuIds: [...skuIds], orderIds: [...orderIds] };
}

/** Cells whose books do not add up, each with what its row should say. */
export function toDrifts(cases: readonly StockCaseRow[], { skus }: Names): DriftView[] {
  const byId = new Map(skus.map((s) => [s.id, s]));
  return cases.map((c) => {
    const skuId = number(c.data.skuId);
    const sku = byId.get(skuId);
    return {
      id: showId("exception", c.id),
      storeId: number(c.data.storeId),
      skuId,
      store: c.storeName ?? "",
      code: sku?.code ?? String(skuId),
      name: sku?.name ?? String(skuId),
      unit: sku?.unit ?? "piece",
      openedAt: c.openedAt,
      fields: rowsOf(c.data.fields).map((f) => ({
        field: String(f.field),
        books: number(f.books),
        truth: number(f.truth),
      })),
    };
  });
}

/** Orders that lost goods which were promised twice, with those that have them. */
export function toCollisions(
  cases: readonly StockCaseRow[],
  { skus, orders }: Names,
): CollisionView[] {
  const skuById = new Map(skus.map((s) => [s.id, s]));
  const orderById = new Map(orders.map((o) => [o.id, toOrderLink(o)]));
  return cases.map((c) => ({
    id: showId("exception", c.id),
    caseCode: c.code,
    cause: c.cause,
    store: c.storeName,
    storeId: c.storeId,
    riskFen: c.riskFen,
    openedAt: c.openedAt,
    order: c.orderId === null ? null : (orderById.get(c.orderId) ?? null),
    losses: rowsOf(c.data.losses).map((loss) => {
      const sku = skuById.get(number(loss.skuId));
      return {
        skuId: number(loss.skuId),
        code: sku?.code ?? "",
        name: sku?.name ?? String(loss.skuId),
        pieces: number(loss.pieces),
      };
    }),
    proposals: [...new Set(rowsOf(c.data.proposals).map((p) => String(p.kind)))],
    shelf: shelfOf(c, skuById),
    rivals: rivalsOf(c.data).flatMap((id) => orderById.get(id) ?? []),
  }));
}

function shelfOf(c: StockCaseRow, skus: ReadonlyMap<number, SkuNameRow>): CollisionView["shelf"] {
  const skuId = number(c.data.skuId);
  const sku = skus.get(skuId);
  if (c.orderId !== null || !sku) return null;
  const { code, name, unit } = sku;
  return { skuId, code, name, unit, diff: number(c.data.diff) };
}
