import type { ShelfRow, StoreTotalRow } from "@/db/queries/lists/inventory";
import { freeOf, isLow } from "@/server/domain/inventory";

/** One shelf as a list of numbers: a page holds a thousand of them. `marks` adds up MARKS. */
export type ShelfTuple = [
  storeId: number,
  free: number,
  onHand: number,
  reserved: number,
  picked: number,
  safety: number,
  frozen: number,
  quarantine: number,
  inTransit: number,
  debt: number,
  marks: number,
];

/** stopped: not sold; differs: a channel shows something else; low: less than the safety stock is there. */
export const MARKS = { stopped: 1, differs: 2, low: 4 } as const;

export type MatrixRow = {
  id: number;
  code: string;
  barcode: string;
  name: string;
  category: string;
  zone: string;
  unit: "piece" | "gram";
  portion: number;
  cells: ShelfTuple[];
};

type MatrixPage = { rows: MatrixRow[]; next: string | null };

/** Articles with their shelves, and where the next page begins. */
export function toMatrixPage(rows: readonly ShelfRow[], size: number): MatrixPage {
  const kept = rows.slice(0, size);
  const last = kept.at(-1);
  return { rows: kept.map(toMatrixRow), next: rows.length > size && last ? last.code : null };
}

export function toMatrixRow(row: ShelfRow): MatrixRow {
  const { id, code, barcode, name, category, zone, unit, portion } = row;
  const cells = row.stores.map((_, i) => toTuple(row, i));
  return { id, code, barcode, name, category, zone, unit, portion, cells };
}

const NUMBERS = ["onHand", "reserved", "picked", "safety", "frozen", "quarantine"] as const;

function toTuple(row: ShelfRow, i: number): ShelfTuple {
  const at = (name: (typeof NUMBERS)[number] | "inTransit" | "debt" | "stores") =>
    row[name][i] ?? 0;
  const [onHand, reserved, picked, safety, frozen, quarantine] = NUMBERS.map(at) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const stopped = row.stopped[i] ?? false;
  const cell = { onHand, reserved, picked, safety, frozen, quarantine, stopped };
  const marks =
    (stopped ? MARKS.stopped : 0) +
    (row.differs[i] ? MARKS.differs : 0) +
    (isLow(cell) ? MARKS.low : 0);
  return [
    at("stores"),
    freeOf(cell),
    onHand,
    reserved,
    picked,
    safety,
    frozen,
    quarantine,
    at("inTransit"),
    at("debt"),
    marks,
  ];
}

type Totals = { stores: StoreTotalRow[]; all: Omit<StoreTotalRow, "storeId"> };

/** The sums of the stores, and of all of them. */
export function toTotals(stores: readonly StoreTotalRow[]): Totals {
  const sum = (pick: (row: StoreTotalRow) => number) =>
    stores.reduce((all, row) => all + pick(row), 0);
  const all = {
    cells: sum((r) => r.cells),
    pieces: sum((r) => r.pieces),
    out: sum((r) => r.out),
    stopped: sum((r) => r.stopped),
    debt: sum((r) => r.debt),
  };
  return { stores: [...stores], all };
}
