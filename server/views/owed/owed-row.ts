import type { OrderSearch } from "@/db/queries/lists/order-filter";
import type { OwedCursor, OwedListRow } from "@/db/queries/lists/owed";
import { showId } from "@/server/domain/kernel/ids";
import { orderLabel } from "@/server/domain/orders/labels";
import { parseSearch } from "../orders/parse-search";

export type OwedRowView = Omit<
  OwedListRow,
  "orderId" | "externalNo" | "daySeq" | "storeName" | "micros"
> & {
  /** Of the row, among all. */
  key: string;
  order: { id: string; label: string; channel: string; externalNo: string };
  store: string | null;
  /** Of the amount, what has not gone back; nothing once it is closed. */
  leftFen: number;
};

type OwedPage = { rows: OwedRowView[]; next: string | null };

export function toOwedPage(rows: readonly OwedListRow[], size: number): OwedPage {
  const kept = rows.slice(0, size);
  const last = kept.at(-1);
  const hasMore = rows.length > size && last !== undefined;
  return {
    rows: kept.map(toOwedRow),
    next: hasMore ? `${last.micros}.${last.orderId}.${last.ref}` : null,
  };
}

/** @returns null for a place that is none: the list begins anew */
export function toOwedCursor(place: string): OwedCursor | null {
  const found = /^(\d{1,16})\.(\d{1,16})\.(.{1,60})$/.exec(place);
  if (!found) return null;
  return { micros: Number(found[1]), orderId: Number(found[2]), ref: found[3] ?? "" };
}

function toOwedRow(row: OwedListRow): OwedRowView {
  const { orderId, externalNo, daySeq, storeName, micros, ...shown } = row;
  const id = showId("order", orderId);
  return {
    ...shown,
    key: `${id} ${row.ref}`,
    order: {
      id,
      label: orderLabel(row.channel, daySeq, externalNo),
      channel: row.channel,
      externalNo,
    },
    store: storeName,
    leftFen: row.closedAt === null ? row.amountFen - row.backFen : 0,
  };
}

/** What somebody means who looks for an order here: a label is read as its number, `美团#12` as `#12`. Goods name none. */
export function readOwedSearch(text: string): OrderSearch | null {
  const search = parseSearch(text.normalize("NFKC").replace(/^[^\s#]+#/u, "#"));
  return search?.kind === "goods" ? { kind: "nothing" } : search;
}
