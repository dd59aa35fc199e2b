"use client";

import type { KeyboardEvent, RefObject } from "react";
import { useKeys } from "@/components/console/keys";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import type { OpenCell } from "../card/use-open-cell";
import type { Column } from "./matrix-cells";
import type { Focus } from "./matrix-grid";
import { SEARCH_ID } from "./matrix-head";

type Keys = {
  rows: readonly MatrixRow[];
  columns: readonly Column[];
  focus: Focus;
  setFocus: (focus: Focus) => void;
  opened: OpenCell | null;
  open: (cell: OpenCell | null) => void;
  choose: (skuId: number) => void;
  box: RefObject<HTMLDivElement | null>;
};

const MOVES: Record<string, [down: number, right: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [20, 0],
  PageUp: [-20, 0],
  Home: [0, -99],
  End: [0, 99],
};

const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));

/**
 * The keys of the matrix. Arrows walk from cell to cell while the grid has the focus, and the open card follows; `/`
 * searches and Escape closes from anywhere.
 */
export function useMatrixKeys(keys: Keys): (event: KeyboardEvent) => void {
  const { rows, columns, focus, setFocus, opened, open, choose, box } = keys;
  const step = (down: number, right: number) => {
    const row = rows.findIndex((r) => r.id === focus?.skuId);
    const col = columns.findIndex((c) => c.key === focus?.column);
    const isFirst = row < 0 || col < 0;
    const next = rows[isFirst ? 0 : within(row + down, rows.length)];
    const column = columns[isFirst ? 0 : within(col + right, columns.length)];
    if (!next || !column) return;
    setFocus({ skuId: next.id, column: column.key });
    if (opened !== null) open({ storeId: column.storeId, skuId: next.id });
  };
  const openFocused = () => {
    const column = columns.find((c) => c.key === focus?.column);
    if (focus && column) open({ storeId: column.storeId, skuId: focus.skuId });
  };
  useKeys({
    "/": () => document.getElementById(SEARCH_ID)?.focus(),
    ArrowDown: () => {
      box.current?.focus();
      step(1, 0);
    },
    Escape: () => open(null),
  });
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const move = MOVES[event.key];
    const isHandled = move || ["Enter", "x", "X", " "].includes(event.key);
    if (!isHandled) return;
    event.preventDefault();
    if (move) step(...move);
    else if (event.key === "Enter" || event.key === " ") openFocused();
    else if (focus) choose(focus.skuId);
  };
}
