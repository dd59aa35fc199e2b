"use client";

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useStoreScope } from "@/components/console/header";
import { type Inputs, useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";

export const STATES = ["open", "closed"] as const;
export const WHYS = ["short", "picked-short", "paid-late", "cancelled"] as const;
export type OwedQuestion = Inputs["owed"]["totals"];

const HINT_MS = 1_500;

const address = {
  state: parseAsStringLiteral(STATES).withDefault("open"),
  channel: parseAsArrayOf(parseAsString).withDefault([]),
  why: parseAsArrayOf(parseAsStringLiteral(WHYS)).withDefault([]),
  q: parseAsString.withDefault(""),
};

/** What is asked of the page: all of it stands in the address. */
export function useOwedQuestion() {
  const [asked, ask] = useQueryStates(address);
  const [storeId] = useStoreScope();
  const question: OwedQuestion = {
    state: asked.state,
    channels: asked.channel,
    storeId,
    whys: asked.why,
    search: asked.q,
  };
  return { asked, ask, question };
}

export type Asked = ReturnType<typeof useOwedQuestion>["asked"];
export type Ask = ReturnType<typeof useOwedQuestion>["ask"];

export const hasConditions = ({ channel, why, q }: Asked): boolean =>
  channel.length + why.length > 0 || q !== "";

/** The rows and their totals, asked again when cases or refunds change. */
export function useOwed(question: OwedQuestion) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const totals = useQuery(
    trpc.owed.totals.queryOptions(question, { placeholderData: keepPreviousData }),
  );
  const pages = useInfiniteQuery(
    trpc.owed.list.infiniteQueryOptions(
      { filter: question },
      {
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 60_000,
      },
    ),
  );
  const again = () => void client.invalidateQueries(trpc.owed.pathFilter());
  useHint("exceptions", again, HINT_MS);
  const rows = pages.data?.pages.flatMap((page) => page.rows);
  return { totals, pages, rows, again };
}
