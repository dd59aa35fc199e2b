"use client";

import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { OrderPeek } from "@/components/order/order-peek";
import { KeyBar } from "@/components/table/key-bar";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Ladder } from "@/components/table/ladder/ladder";
import { type Density, ROW_HEIGHTS } from "./columns";
import { hasConditions, useQuestion } from "./filters/question";
import { ListHead } from "./list-head";
import { OrderTable } from "./order-table";
import { useListKeys } from "./use-list-keys";
import { useLiveRows } from "./use-live-rows";
import { useOrderCounts, useOrderPages } from "./use-order-pages";

const DENSITIES = ["compact", "usual"] as const satisfies readonly Density[];

/** The list's own state: which row is marked, which is peeked at, and what the keys do with them. */
function useList() {
  const router = useRouter();
  const { asked, ask, question } = useQuestion();
  const { pages, rows, loadNewest } = useOrderPages(question);
  const [peekId, setPeekId] = useQueryState("peek", parseAsString);
  const [markedId, setMarkedId] = useState<string | null>(null);
  const focusId = markedId ?? peekId;
  const written = useRef<Promise<unknown>>(Promise.resolve());
  const peek = useCallback(
    (id: string | null) => {
      written.current = setPeekId(id);
    },
    [setPeekId],
  );
  // A write of the address that comes after a navigation takes it back: the navigation waits for it.
  const open = useCallback(
    (id: string) => void written.current.finally(() => router.push(`/orders/${id}`)),
    [router],
  );
  const pick = useCallback(
    (id: string) => {
      setMarkedId(id);
      if (peekId !== null) peek(id);
    },
    [peekId, peek],
  );
  const load = useCallback(async () => {
    await loadNewest();
    document.querySelector("[role=grid]")?.scrollTo({ top: 0 });
    setMarkedId(null);
  }, [loadNewest]);
  useListKeys({ rows, focusId, peekId, pick, open, load, peek });
  return { asked, ask, question, pages, rows, focusId, peekId, peek, open, pick, load };
}

type List = ReturnType<typeof useList>;

export function OrderListPage() {
  const list = useList();
  const { asked, ask, question, pages, rows, peekId, peek } = list;
  const firstPlace = pages.isPlaceholderData ? null : (rows[0]?.at ?? null);
  const { tabs, newerCount } = useOrderCounts(question, firstPlace);
  const [density, setDensity] = useQueryState(
    "density",
    parseAsStringLiteral(DENSITIES).withDefault("compact"),
  );
  return (
    <div className="flex h-full flex-col">
      <ListHead
        asked={asked}
        ask={ask}
        question={question}
        tabs={tabs.data}
        newerCount={newerCount}
        onLoad={() => void list.load()}
        density={density}
        onDensity={(next) => void setDensity(next)}
      />
      <Rows list={list} height={ROW_HEIGHTS[density]} />
      <OrderKeys />
      {peekId !== null && <OrderPeek id={peekId} onClose={() => peek(null)} />}
    </div>
  );
}

const KEYS = [
  ["J/K", "move"],
  ["Space", "peek"],
  ["Enter", "open"],
  ["/", "search"],
  ["F", "filter"],
  ["L", "load"],
  ["Esc", "back"],
] as const;

function OrderKeys() {
  const t = useTranslations("orders.keys");
  return <KeyBar keys={KEYS.map(([key, name]) => [key, t(name)])} />;
}

function Rows({ list, height }: { list: List; height: number }) {
  const { asked, question, pages, rows } = list;
  const visible = useRef<() => string[]>(() => []);
  const live = useLiveRows(question, () => visible.current());
  const { fetchNextPage, fetchPreviousPage, isFetching, hasNextPage, hasPreviousPage } = pages;
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetching) fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetching]);
  const nearStart = useCallback(() => {
    if (hasPreviousPage && !isFetching) fetchPreviousPage();
  }, [fetchPreviousPage, hasPreviousPage, isFetching]);
  const isPlain = !hasConditions(asked) && asked.tab === null && asked.range === "today";
  return (
    <Ladder
      query={pages}
      rows={pages.data && rows}
      skeleton={{ count: 20 }}
      empty={<NoOrders isPlain={isPlain} />}
    >
      {() => (
        <OrderTable
          rows={rows}
          live={live}
          height={height}
          focusId={list.focusId}
          isLoadingMore={pages.isFetchingNextPage}
          hasMore={hasNextPage}
          onNearEnd={nearEnd}
          onNearStart={nearStart}
          onPick={list.pick}
          onOpen={list.open}
          visible={visible}
        />
      )}
    </Ladder>
  );
}

function NoOrders({ isPlain }: { isPlain: boolean }) {
  const t = useTranslations("orders");
  const key = isPlain ? "emptyDay" : "empty";
  return (
    <div className="flex-1">
      <EmptyState title={t(`${key}.title`)} detail={t(`${key}.detail`)} />
    </div>
  );
}
