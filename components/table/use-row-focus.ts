"use client";

import { useState } from "react";
import type { KeyMap } from "@/components/console/keys";

/** The row that is marked, and the keys that move the mark: J K and the arrows. */
export function useRowFocus<T>(rows: readonly T[], idOf: (row: T) => string) {
  const [focusId, setFocusId] = useState<string | null>(null);
  const at = rows.findIndex((row) => idOf(row) === focusId);
  const step = (by: number) => {
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) setFocusId(idOf(next));
  };
  return { focusId, setFocusId, focused: rows[at], moves: movesOf(step) };
}

/** J K and the arrows, as steps. */
export const movesOf = (step: (by: number) => void): KeyMap => ({
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
});
