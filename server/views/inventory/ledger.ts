import type { LedgerRow } from "@/db/queries/lists/inventory-cell";
import { showId } from "@/server/domain/kernel/ids";

export type MoveView = Omit<LedgerRow, "ref"> & { ref: string; orderId: string | null };
type MovePage = { rows: MoveView[]; next: number | null };

/** Moves of a shelf; those that an order made lead to it. */
export function toMovePage(rows: readonly LedgerRow[], size: number): MovePage {
  const kept = rows.slice(0, size);
  return {
    rows: kept.map((row) => ({ ...row, orderId: orderOf(row.ref) })),
    next: rows.length > size ? (kept.at(-1)?.seq ?? null) : null,
  };
}

/** `sale:<parcel>:<order>:<line>` and `short:…` name the order. */
function orderOf(ref: string): string | null {
  const found = /^(?:sale|short):\d+:(\d{1,16}):\d+/.exec(ref);
  const id = Number(found?.[1] ?? 0);
  return id > 0 && Number.isSafeInteger(id) ? showId("order", id) : null;
}
