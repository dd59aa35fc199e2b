"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Outputs } from "@/components/data/trpc";
import { useTRPC } from "@/components/data/trpc";

type Pages = { pages: Outputs["orders"]["list"][] };

/** The orders before and after this one in the list that was looked at last; none when the page was opened by itself. */
export function useNeighbours(id: string): { previous: string | null; next: string | null } {
  const trpc = useTRPC();
  const lists = useQueryClient().getQueriesData<Pages>(trpc.orders.list.infiniteQueryFilter());
  const newest = [...lists].reverse().flatMap(([, held]) => (held?.pages ? [held] : []));
  for (const { pages } of newest) {
    const ids = pages.flatMap((page) => page.rows.map((row) => row.id));
    const at = ids.indexOf(id);
    if (at >= 0) return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
  }
  return { previous: null, next: null };
}
