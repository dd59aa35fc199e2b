/** A move of our ledger, as the feed tells it. */
export type LedgerMove = {
  storeCode: string;
  skuCode: string;
  kind: string;
  /** Base units that came (positive) or went, by our books. */
  delta: number;
};

/** What truly lies on a shop's shelves, whatever any book says. Quantities are base units. */
export type Shelves = {
  /** Goods already picked, but not yet gone, are among them; null for a shelf that nobody keeps. */
  pieces: (storeCode: string, skuCode: string) => number | null;
  /** A picker looks for so many. @returns how many are found; all of them on a shelf that nobody keeps */
  pick: (storeCode: string, skuCode: string, wanted: number) => number;
  /** What was picked is nobody's any more: it lies there again, or has left with its parcel, which our ledger tells. */
  release: (storeCode: string, skuCode: string, qty: number) => void;
  /** Goods arrive; the books do not know it until our ledger tells it back. */
  receive: (storeCode: string, skuCode: string, qty: number) => void;
  /** Goods vanish or turn up without any book. */
  stray: (storeCode: string, skuCode: string, delta: number) => void;
  /** @param isHistory true while an earlier run is read: its corrections are believed then */
  book: (move: LedgerMove, isHistory: boolean) => void;
  /** What a count finds, without the arrivals that our ledger has not told back: as of its position. */
  told: (storeCode: string, skuCodes?: readonly string[]) => { skuCode: string; pieces: number }[];
  /** Every shelf there is, as (shop, article). */
  keys: () => readonly (readonly [storeCode: string, skuCode: string])[];
};

type Cell = { lies: number; picked: number; unbooked: number };

/** Moves that people made with their hands; the rest only corrects books. */
const PHYSICAL: ReadonlySet<string> = new Set(["sale", "return", "transfer_out", "transfer_in"]);
const CORRECTIONS: ReadonlySet<string> = new Set(["adjust", "count"]);

/** @param opening pieces on each shelf before the first move of the ledger */
export function createShelves(
  opening: Iterable<readonly [storeCode: string, skuCode: string, pieces: number]>,
): Shelves {
  const stores = new Map<string, Map<string, Cell>>();
  for (const [storeCode, skuCode, pieces] of opening) {
    const store = stores.get(storeCode) ?? new Map<string, Cell>();
    store.set(skuCode, { lies: pieces, picked: 0, unbooked: 0 });
    stores.set(storeCode, store);
  }
  const find = (storeCode: string, skuCode: string) => stores.get(storeCode)?.get(skuCode);
  return {
    pieces: (storeCode, skuCode) => find(storeCode, skuCode)?.lies ?? null,
    pick: (storeCode, skuCode, wanted) => {
      const cell = find(storeCode, skuCode);
      if (!cell) return wanted;
      const found = Math.min(wanted, Math.max(0, cell.lies - cell.picked));
      cell.picked += found;
      return found;
    },
    release: (storeCode, skuCode, qty) => {
      const cell = find(storeCode, skuCode);
      if (cell) cell.picked = Math.max(0, cell.picked - qty);
    },
    receive: (storeCode, skuCode, qty) => {
      const cell = find(storeCode, skuCode);
      if (!cell) return;
      cell.lies += qty;
      cell.unbooked += qty;
    },
    stray: (storeCode, skuCode, delta) => {
      const cell = find(storeCode, skuCode);
      if (cell) shift(cell, delta);
    },
    book: (move, isHistory) => {
      const cell = find(move.storeCode, move.skuCode);
      if (cell) bookInto(cell, move, isHistory);
    },
    told: (storeCode, skuCodes) => {
      const store = stores.get(storeCode) ?? new Map<string, Cell>();
      return [...(skuCodes ?? store.keys())].flatMap((skuCode) => {
        const cell = store.get(skuCode);
        return cell ? [{ skuCode, pieces: Math.max(0, cell.lies - cell.unbooked) }] : [];
      });
    },
    keys: () =>
      [...stores].flatMap(([storeCode, store]) =>
        [...store.keys()].map((skuCode) => [storeCode, skuCode] as const),
      ),
  };
}

/** What is not there cannot go: a shelf has no less than nothing. */
function shift(cell: Cell, delta: number): void {
  cell.lies = Math.max(0, cell.lies + delta);
}

function bookInto(cell: Cell, { kind, delta }: LedgerMove, isHistory: boolean): void {
  if (kind === "receipt") {
    // Our own arrival comes back; what somebody else put into the books has arrived as well.
    const own = Math.max(0, Math.min(cell.unbooked, delta));
    cell.unbooked -= own;
    shift(cell, delta - own);
  } else if (PHYSICAL.has(kind)) {
    shift(cell, delta);
  } else if (isHistory && CORRECTIONS.has(kind)) {
    shift(cell, delta);
  }
}
