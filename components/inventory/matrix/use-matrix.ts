"use client";

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import type { Question } from "../question";

const ROWS_MS = 1_000;
const TOTALS_MS = 3_000;
/** As many as the server gives at once; more than any screen shows. */
const ROWS_MAX = 150;
const NO_ROWS: MatrixRow[] = [];

/**
 * The matrix's pages, with the rows on screen kept true in place: a hint asks for those that are seen, not for all that
 * were read.
 *
 * @param visible which articles are on screen now
 */
export function useMatrix(question: Question, visible: () => number[]) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.inventory.page.infiniteQueryOptions(
    { question },
    {
      getNextPageParam: (last) => last.next ?? undefined,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      placeholderData: keepPreviousData,
    },
  );
  const pages = useInfiniteQuery(options);
  const totals = useQuery(
    trpc.inventory.totals.queryOptions(question, { placeholderData: keepPreviousData }),
  );
  const isAsking = useRef(false);
  const refresh = async () => {
    const skuIds = visible().slice(0, ROWS_MAX);
    if (isAsking.current || skuIds.length === 0) return;
    isAsking.current = true;
    const { storeId } = question;
    const fresh = await client
      .fetchQuery(
        trpc.inventory.rows.queryOptions({ skuIds, storeId }, { staleTime: 0, gcTime: 0 }),
      )
      .catch(() => []);
    isAsking.current = false;
    const byId = new Map(fresh.map((row) => [row.id, row]));
    client.setQueryData(options.queryKey, (held) =>
      held
        ? {
            ...held,
            pages: held.pages.map((page) => ({
              ...page,
              rows: page.rows.map((row) => sameOr(row, byId.get(row.id))),
            })),
          }
        : held,
    );
  };
  useHint("inventory", () => void refresh(), ROWS_MS);
  useHint(
    "inventory",
    () => void client.invalidateQueries(trpc.inventory.totals.queryFilter()),
    TOTALS_MS,
  );
  const rows = useMemo(
    () => pages.data?.pages.flatMap((page) => page.rows) ?? NO_ROWS,
    [pages.data],
  );
  const { fetchNextPage, isFetching } = pages;
  const more = useCallback(() => {
    if (!isFetching) void fetchNextPage();
  }, [fetchNextPage, isFetching]);
  return { pages, rows, totals: totals.data, more, refresh };
}

/** A row that says the same stays the same object, so that it is not drawn again. */
function sameOr(row: MatrixRow, fresh: MatrixRow | undefined): MatrixRow {
  if (!fresh) return row;
  const isSame = fresh.cells.every((cell, i) => cell.every((n, j) => n === row.cells[i]?.[j]));
  return isSame && fresh.cells.length === row.cells.length ? row : fresh;
}
