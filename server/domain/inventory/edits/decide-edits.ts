import type { Result } from "../../kernel/result";
import { ok, refuse } from "../../kernel/result";
import { type StockCell, unpromisedOf } from "../cell";

/** What a person, or a warehouse, does to one shelf. Base units. */
export type Edit = { storeId: number; skuId: number; reason: string } & (
  | { kind: "count"; counted: number }
  | { kind: "adjust"; delta: number }
  | { kind: "receipt"; qty: number }
  /** Goods that came back; not fit for sale until somebody has looked, if so wished. */
  | { kind: "return"; qty: number; isSetAside: boolean }
  /** Above zero sets goods aside, below gives them back to sale. */
  | { kind: "quarantine"; qty: number }
  | { kind: "safety"; value: number }
  | { kind: "freeze"; value: number }
  | { kind: "stop"; isStopped: boolean }
);
export type EditKind = Edit["kind"];

export type EditRefusal = "UNKNOWN_CELL" | "BAD_VALUE" | "BELOW_ZERO" | "ABOVE_STOCK" | "SAME";

/** What an edit does to its shelf: amounts are added, the others replace what is there (null leaves it). */
export type CellPatch = {
  onHand: number;
  quarantine: number;
  safety: number | null;
  frozen: number | null;
  stopped: boolean | null;
  move: "count" | "adjust" | "receipt" | "return" | "quarantine" | null;
};

const NOTHING: CellPatch = {
  onHand: 0,
  quarantine: 0,
  safety: null,
  frozen: null,
  stopped: null,
  move: null,
};
/** More than any shelf holds: somebody typed a barcode. */
export const MOST = 1_000_000;

/**
 * Whether an edit can be, and what it does. Promises may end up larger than what is there (that is what a count is for);
 * goods themselves never go below nothing.
 */
export function decideEdit(cell: StockCell | null, edit: Edit): Result<CellPatch, EditRefusal> {
  if (!cell) return refuse("UNKNOWN_CELL");
  const number = numberOf(edit);
  if (!Number.isSafeInteger(number) || Math.abs(number) > MOST) return refuse("BAD_VALUE");
  switch (edit.kind) {
    case "count":
      return count(cell, edit.counted);
    case "adjust":
      if (edit.delta === 0) return refuse("SAME");
      if (cell.onHand + edit.delta < 0) return refuse("BELOW_ZERO");
      return ok({ ...NOTHING, onHand: edit.delta, move: "adjust" });
    case "receipt":
    case "return":
      return arrival(edit);
    case "quarantine":
      return setAside(cell, edit.qty);
    default:
      return setting(cell, edit);
  }
}

type Decided = Result<CellPatch, EditRefusal>;

function count(cell: StockCell, counted: number): Decided {
  if (counted < 0) return refuse("BELOW_ZERO");
  // Somebody stood before the shelf: what had been stopped for doubt is sold again.
  return ok({ ...NOTHING, onHand: counted - cell.onHand, stopped: false, move: "count" });
}

function arrival(edit: Extract<Edit, { kind: "receipt" | "return" }>): Decided {
  if (edit.qty <= 0) return refuse("BAD_VALUE");
  const quarantine = edit.kind === "return" && edit.isSetAside ? edit.qty : 0;
  return ok({ ...NOTHING, onHand: edit.qty, quarantine, move: edit.kind });
}

function setAside(cell: StockCell, qty: number): Decided {
  if (qty === 0) return refuse("SAME");
  if (cell.quarantine + qty < 0) return refuse("BELOW_ZERO");
  if (cell.quarantine + qty > cell.onHand - cell.picked) return refuse("ABOVE_STOCK");
  return ok({ ...NOTHING, quarantine: qty, move: "quarantine" });
}

type Setting = Extract<Edit, { kind: "safety" | "freeze" | "stop" }>;

function setting(cell: StockCell, edit: Setting): Decided {
  if (edit.kind === "stop") {
    return edit.isStopped === cell.stopped
      ? refuse("SAME")
      : ok({ ...NOTHING, stopped: edit.isStopped });
  }
  if (edit.value < 0) return refuse("BELOW_ZERO");
  if (edit.kind === "safety")
    return edit.value === cell.safety ? refuse("SAME") : ok({ ...NOTHING, safety: edit.value });
  if (edit.value > Math.max(cell.frozen, unpromisedOf(cell))) return refuse("ABOVE_STOCK");
  return edit.value === cell.frozen ? refuse("SAME") : ok({ ...NOTHING, frozen: edit.value });
}

function numberOf(edit: Edit): number {
  switch (edit.kind) {
    case "count":
      return edit.counted;
    case "adjust":
      return edit.delta;
    case "safety":
    case "freeze":
      return edit.value;
    case "stop":
      return 0;
    default:
      return edit.qty;
  }
}

/** The cell after a patch. */
export const patched = (cell: StockCell, patch: CellPatch): StockCell => ({
  ...cell,
  onHand: cell.onHand + patch.onHand,
  quarantine: cell.quarantine + patch.quarantine,
  safety: patch.safety ?? cell.safety,
  frozen: patch.frozen ?? cell.frozen,
  stopped: patch.stopped ?? cell.stopped,
});
