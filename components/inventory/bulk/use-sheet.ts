"use client";

import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import {
  boxOf,
  COLUMNS,
  changed,
  copyText,
  NO_HISTORY,
  type Place,
  pasteCells,
  places,
  type Range,
  redone,
  type SheetRow,
  undone,
  write,
} from "./sheet";

const STEPS: Record<string, [down: number, right: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [20, 0],
  PageUp: [-20, 0],
};

type Editing = (Place & { text: string }) | null;

/** A sheet's state and keys: where one is, what is marked, what is being typed, and the way back. */
export function useSheet(rows: readonly SheetRow[]) {
  const [history, setHistory] = useState(NO_HISTORY);
  const [range, setRange] = useState<Range>({ anchor: { row: 0, col: 0 }, at: { row: 0, col: 0 } });
  const [editing, setEditing] = useState<Editing>(null);
  const drafts = history.now;
  const put = (cells: readonly (Place & { text: string | null })[]) =>
    setHistory((h) => changed(h, write(h.now, rows, cells)));
  const go = (down: number, right: number, isExtending = false) => {
    const at = {
      row: Math.min(rows.length - 1, Math.max(0, range.at.row + down)),
      col: Math.min(COLUMNS.length - 1, Math.max(0, range.at.col + right)),
    };
    setRange({ anchor: isExtending ? range.anchor : at, at });
  };
  const pick = (at: Place, isExtending: boolean) => {
    setEditing(null);
    setRange({ anchor: isExtending ? range.anchor : at, at });
  };
  const begin = (text: string) => setEditing({ ...range.at, text });
  /** Keep what is being typed and step on. */
  const finish = (down: number, right: number) => {
    if (editing) put([editing]);
    setEditing(null);
    go(down, right);
  };
  const clearMarked = () => {
    const { top, bottom, left, right } = boxOf(range);
    put(places({ top, bottom, left, right }).map((place) => ({ ...place, text: null })));
  };
  const undo = () => setHistory(undone);
  const redo = () => setHistory(redone);
  const clear = () => setHistory((h) => changed(h, new Map()));
  const clipboard = {
    onCopy: (event: ClipboardEvent) => {
      if (editing) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", copyText(drafts, rows, range));
    },
    onPaste: (event: ClipboardEvent) => {
      if (editing) return;
      event.preventDefault();
      put(pasteCells(event.clipboardData.getData("text/plain"), range));
    },
  };
  const state = { rows, drafts, range, editing };
  const acts = { put, go, pick, begin, finish, clearMarked, undo, redo, clear };
  return {
    ...state,
    ...acts,
    setEditing,
    clipboard,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

export type Sheet = ReturnType<typeof useSheet>;

/** A key pressed on the sheet while nothing is being typed. */
export function pressSheetKey(sheet: Sheet, event: KeyboardEvent): void {
  if (event.altKey || event.nativeEvent.isComposing) return;
  const run = event.metaKey || event.ctrlKey ? commandOf(sheet, event) : actionOf(sheet, event);
  if (!run) return;
  event.preventDefault();
  run();
}

function commandOf(sheet: Sheet, { key, shiftKey }: KeyboardEvent): (() => void) | null {
  if (key.toLowerCase() === "y") return sheet.redo;
  if (key.toLowerCase() !== "z") return null;
  return shiftKey ? sheet.redo : sheet.undo;
}

function actionOf(sheet: Sheet, { key, shiftKey }: KeyboardEvent): (() => void) | null {
  const step = STEPS[key];
  if (step) return () => sheet.go(step[0], step[1], shiftKey);
  switch (key) {
    case "Tab":
      return isLeaving(sheet, shiftKey) ? null : () => sheet.go(0, shiftKey ? -1 : 1);
    case "F2":
    case "Enter":
      return () => sheet.begin(textAt(sheet));
    case "Delete":
    case "Backspace":
      return sheet.clearMarked;
    default:
      return /^[\d.\-+]$/.test(key) ? () => sheet.begin(key) : null;
  }
}

/** Tab walks the sheet and leaves it at its ends, so that the keyboard is never caught. */
function isLeaving({ range }: Sheet, isBack: boolean): boolean {
  return isBack ? range.at.col === 0 : range.at.col === COLUMNS.length - 1;
}

function textAt({ rows, drafts, range }: Sheet): string {
  const { row, col } = range.at;
  return copyText(drafts, rows, { anchor: { row, col }, at: { row, col } });
}
