"use client";

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useStoreScope } from "@/components/console/header";
import type { ShelfState } from "@/db/queries/lists/inventory";

export const STATES = [
  "out",
  "debt",
  "stopped",
  "low",
  "differs",
] as const satisfies readonly ShelfState[];
export const ZONES = ["ambient", "chilled", "frozen", "live"] as const;

const address = {
  q: parseAsString.withDefault(""),
  category: parseAsArrayOf(parseAsString).withDefault([]),
  zone: parseAsArrayOf(parseAsStringLiteral(ZONES)).withDefault([]),
  state: parseAsStringLiteral(STATES),
};

/** What is asked of the matrix; all of it stands in the address. */
export function useShelfQuestion() {
  const [asked, ask] = useQueryStates(address);
  const [storeId] = useStoreScope();
  const question = useMemo(
    () => ({
      words: asked.q,
      categories: asked.category,
      zones: asked.zone,
      state: asked.state,
      storeId,
      skuIds: null,
    }),
    [asked, storeId],
  );
  const isPlain =
    asked.q === "" && asked.category.length + asked.zone.length === 0 && asked.state === null;
  return { asked, ask, question, isPlain, storeId };
}

export type Question = ReturnType<typeof useShelfQuestion>["question"];
