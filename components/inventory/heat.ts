import type { MARKS as Marks, ShelfTuple } from "@/server/views/inventory/matrix";

const MARKS: typeof Marks = { stopped: 1, differs: 2, low: 4 };

/** A shelf of the matrix by its names. */
export type Shelf = {
  storeId: number;
  free: number;
  onHand: number;
  reserved: number;
  picked: number;
  safety: number;
  frozen: number;
  quarantine: number;
  inTransit: number;
  debt: number;
  isStopped: boolean;
  isDifferent: boolean;
  isLow: boolean;
};

export function toShelf(tuple: ShelfTuple): Shelf {
  const [storeId, free, onHand, reserved, picked, safety, frozen, quarantine, inTransit, debt] =
    tuple;
  const marks = tuple[10];
  return {
    ...{ storeId, free, onHand, reserved, picked, safety, frozen, quarantine, inTransit, debt },
    isStopped: (marks & MARKS.stopped) > 0,
    isDifferent: (marks & MARKS.differs) > 0,
    isLow: (marks & MARKS.low) > 0,
  };
}

/** Pieces up to which a step goes; the last step has no end. */
export const HEAT_STEPS = [0, 3, 10, 30, 100] as const;

/** How much there is to sell, in steps from nothing (0) to plenty (5). */
export function heatOf(free: number, portion: number): number {
  const pieces = Math.floor(free / portion);
  const step = HEAT_STEPS.findIndex((most) => pieces <= most);
  return step < 0 ? HEAT_STEPS.length : step;
}

/** Amber for little, blue for much: apart for every eye, and the number stands in the cell anyway. */
export const HEAT_CLASSES = [
  "bg-crit-soft text-crit-text font-semibold",
  "bg-[color-mix(in_srgb,var(--warn)_12%,var(--warn-soft))] text-text font-semibold",
  "bg-warn-soft text-text",
  "bg-[color-mix(in_srgb,var(--warn-soft)_45%,var(--panel))]",
  "",
  "bg-[color-mix(in_srgb,var(--accent)_5%,var(--panel))]",
] as const;
