import type { Edit } from "@/server/domain/inventory";
import { amountInput, readAmount, type Unit } from "../amount";

export const COLUMNS = ["count", "safety", "freeze", "stop"] as const;
export type SheetColumn = (typeof COLUMNS)[number];

/** One article of the sheet, as it is now. */
export type SheetRow = {
  skuId: number;
  code: string;
  name: string;
  unit: Unit;
  count: number;
  safety: number;
  freeze: number;
  stop: boolean;
};

/** What was typed, by `skuId:column`. */
type Drafts = ReadonlyMap<string, string>;
export type Place = { row: number; col: number };
export type Range = { anchor: Place; at: Place };
export type Fault = "notNumber" | "notFlag";

const FLAGS: Record<string, boolean> = { "1": true, "0": false, true: true, false: false };

export const draftKey = (skuId: number, column: SheetColumn): string => `${skuId}:${column}`;

/** What stands in a cell now, as it would be typed. */
function currentText(row: SheetRow, column: SheetColumn): string {
  return column === "stop" ? (row.stop ? "1" : "0") : amountInput(row[column], row.unit);
}

/** Why what was typed cannot be taken, or null. */
export function faultOf(text: string, column: SheetColumn, unit: Unit): Fault | null {
  if (column === "stop") return text.trim().toLowerCase() in FLAGS ? null : "notFlag";
  const amount = readAmount(text, unit);
  return amount === null || amount < 0 ? "notNumber" : null;
}

/** The rectangle between two places, its corners sorted. */
export function boxOf({ anchor, at }: Range): {
  top: number;
  left: number;
  bottom: number;
  right: number;
} {
  return {
    top: Math.min(anchor.row, at.row),
    bottom: Math.max(anchor.row, at.row),
    left: Math.min(anchor.col, at.col),
    right: Math.max(anchor.col, at.col),
  };
}

/** Put texts into cells; what says the same as the shelf is no change, but a count is one. Null takes a draft away. */
export function write(
  drafts: Drafts,
  rows: readonly SheetRow[],
  cells: readonly (Place & { text: string | null })[],
): Drafts {
  const next = new Map(drafts);
  for (const { row: r, col, text } of cells) {
    const row = rows[r];
    const column = COLUMNS[col];
    if (!row || !column) continue;
    const isSame = column !== "count" && text?.trim() === currentText(row, column);
    if (text === null || text.trim() === "" || isSame) next.delete(draftKey(row.skuId, column));
    else next.set(draftKey(row.skuId, column), text.trim());
  }
  return next;
}

/** A range as a spreadsheet takes it: tabs between cells, lines between rows. */
export function copyText(drafts: Drafts, rows: readonly SheetRow[], range: Range): string {
  const { top, bottom, left, right } = boxOf(range);
  return rows
    .slice(top, bottom + 1)
    .map((row) =>
      COLUMNS.slice(left, right + 1)
        .map((column) => drafts.get(draftKey(row.skuId, column)) ?? currentText(row, column))
        .join("\t"),
    )
    .join("\n");
}

/** What a spreadsheet gave, laid over the sheet from the range's corner; one cell fills the whole range. */
export function pasteCells(text: string, range: Range): (Place & { text: string })[] {
  const table = text
    .replace(/\r/g, "")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t"));
  const { top, bottom, left, right } = boxOf(range);
  const only = table.length === 1 && table[0]?.length === 1 ? (table[0][0] ?? "") : null;
  if (only !== null) {
    return places({ top, bottom, left, right }).map((place) => ({ ...place, text: only }));
  }
  return table.flatMap((line, r) =>
    line.map((cell, c) => ({ row: top + r, col: left + c, text: cell })),
  );
}

type Rectangle = { top: number; bottom: number; left: number; right: number };

/** Every place of a rectangle. */
export function places({ top, bottom, left, right }: Rectangle): Place[] {
  const out: Place[] = [];
  for (let row = top; row <= bottom; row += 1)
    for (let col = left; col <= right; col += 1) out.push({ row, col });
  return out;
}

/** What the sheet asks for, row by row; cells that cannot be read are left out. */
export function toEdits(
  drafts: Drafts,
  rows: readonly SheetRow[],
  { storeId, reason }: { storeId: number; reason: string },
): Edit[] {
  return rows.flatMap((row) =>
    COLUMNS.flatMap((column): Edit[] => {
      const text = drafts.get(draftKey(row.skuId, column));
      if (text === undefined || faultOf(text, column, row.unit) !== null) return [];
      const base = { storeId, skuId: row.skuId, reason };
      if (column === "stop")
        return [{ ...base, kind: "stop", isStopped: FLAGS[text.toLowerCase()] ?? false }];
      const amount = readAmount(text, row.unit) ?? 0;
      return column === "count"
        ? [{ ...base, kind: "count", counted: amount }]
        : [{ ...base, kind: column, value: amount }];
    }),
  );
}

/** What was typed, with the way back and forth. */
type History = { past: Drafts[]; now: Drafts; future: Drafts[] };
export const NO_HISTORY: History = { past: [], now: new Map(), future: [] };
const STEPS_MAX = 100;

export const changed = (h: History, now: Drafts): History => ({
  past: [...h.past, h.now].slice(-STEPS_MAX),
  now,
  future: [],
});

export function undone(h: History): History {
  const now = h.past.at(-1);
  return now ? { past: h.past.slice(0, -1), now, future: [h.now, ...h.future] } : h;
}

export function redone(h: History): History {
  const [now, ...future] = h.future;
  return now ? { past: [...h.past, h.now], now, future } : h;
}
