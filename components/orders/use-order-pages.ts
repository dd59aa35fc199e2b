"use client";

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import type { OrderRowView } from "@/server/views/orders/order-row";
import type { OrderQuestion } from "@/server/views/orders/read-filter";

const PAGES_MAX = 10;
const COUNT_EVERY_MS = 3_000;

type Toward = "older" | "newer";
const cursor = (place: string | null, towards: Toward) =>
  place === null ? undefined : { place, towards };

const NO_ROWS: OrderRowView[] = [];

/** The pages of the list, both ways, at most ten held; and how many orders are newer than the first. */
export function useOrderPages(question: OrderQuestion) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.orders.list.infiniteQueryOptions(
    { question },
    {
      getNextPageParam: (last) => cursor(last.older, "older"),
      getPreviousPageParam: (first) => cursor(first.newer, "newer"),
      maxPages: PAGES_MAX,
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: keepPreviousData,
    },
  );
  const pages = useInfiniteQuery(options);
  const rows = useMemo(
    () => pages.data?.pages.flatMap((page) => page.rows) ?? NO_ROWS,
    [pages.data],
  );
  const { queryKey } = options;
  const { refetch } = pages;
  // Where nothing is read yet, nothing can move under the cursor: the first order comes by itself.
  const isEmpty = pages.isSuccess && rows.length === 0;
  useHint(isEmpty ? "orders" : null, () => void refetch(), COUNT_EVERY_MS);
  const loadNewest = useCallback(() => {
    client.setQueryData(queryKey, (held) =>
      held ? { pages: held.pages.slice(0, 1), pageParams: [null] } : held,
    );
    return refetch();
  }, [client, queryKey, refetch]);
  return { pages, rows, loadNewest };
}

/** Tab counts and the number of orders waiting above the list; both follow the hints. */
export function useOrderCounts(question: OrderQuestion, firstPlace: string | null) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const tabs = useQuery(
    trpc.orders.tabs.queryOptions(
      { ...question, group: null },
      { placeholderData: keepPreviousData, refetchInterval: 60_000 },
    ),
  );
  const newer = useQuery(
    trpc.orders.newer.queryOptions(
      { question, place: firstPlace ?? "" },
      { enabled: firstPlace !== null, refetchInterval: 60_000 },
    ),
  );
  useHint(
    "orders",
    () => {
      client.invalidateQueries(trpc.orders.tabs.queryFilter());
      client.invalidateQueries(trpc.orders.newer.queryFilter());
    },
    COUNT_EVERY_MS,
  );
  return { tabs, newerCount: firstPlace === null ? 0 : (newer.data?.count ?? 0) };
}
