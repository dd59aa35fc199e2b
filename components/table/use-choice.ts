"use client";

import { useState } from "react";

/** The rows somebody has chosen, of those that are there and can be. */
export function useChoice<T>(rows: readonly T[], idOf: (row: T) => string) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = rows.map(idOf);
  const isAll = ids.length > 0 && ids.every((id) => chosen.has(id));
  return {
    chosen,
    isAll,
    picked: rows.filter((row) => chosen.has(idOf(row))),
    toggle: (id: string) => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    toggleAll: () => setChosen(new Set(isAll ? [] : ids)),
    clear: () => setChosen(new Set()),
  };
}

export type Choice = Pick<
  ReturnType<typeof useChoice>,
  "chosen" | "isAll" | "toggle" | "toggleAll"
>;
