"use client";

import { type KeyMap, useKeys } from "@/components/console/keys";
import { movesOf } from "@/components/table/use-row-focus";
import type { OrderRowView } from "@/server/views/orders/order-row";
import { FIRST_FILTER_ID } from "./filters/filter-bar";
import { SEARCH_ID } from "./list-head";

type ListKeys = {
  rows: readonly OrderRowView[];
  focusId: string | null;
  peekId: string | null;
  pick: (id: string) => void;
  open: (id: string) => void;
  load: () => void;
  peek: (id: string | null) => void;
};

/** J K move, Space peeks, Enter opens, / searches, F filters, L loads what is new, Esc goes back. */
export function useListKeys({ rows, focusId, peekId, pick, open, load, peek }: ListKeys): void {
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === focusId);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) pick(next.id);
  };
  const keys: KeyMap = {
    ...movesOf(step),
    " ": () => {
      const id = focusId ?? rows[0]?.id ?? null;
      if (id !== null) pick(id);
      peek(peekId === null ? id : null);
    },
    Enter: () => {
      if (focusId !== null) open(focusId);
    },
    "/": () => document.getElementById(SEARCH_ID)?.focus(),
    f: () => document.getElementById(FIRST_FILTER_ID)?.click(),
    l: load,
    Escape: () => peek(null),
  };
  useKeys(keys);
}
