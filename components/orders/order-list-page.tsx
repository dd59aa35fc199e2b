"use client";

import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { OrderPeek } from "@/components/order/order-peek";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { type Density, ROW_HEIGHTS } from "./columns";
import { KeyBar } from "./key-bar";
import { ListHead } from "./list-head";
import { OrderTable } from "./order-table";
import { hasConditions, useQuestion } from "./question";
import { useLiveRows } from "./use-live-rows";
import { useListKeys } from "./use-list-keys";
import { useOrderCounts, useOrderPages } from "./use-order-pages";

const DENSITIES = ["compact", "usual"] as const satisfies readonly Density[];

export function OrderListPage() {
  const t = useTranslations("orders");
  const router = useRouter();
  const { asked, ask, question } = useQuestion();
  const { pages, rows, loadNewest } = useOrderPages(question);
  const isOwn = !pages.isPlaceholderData;
  const { tabs, newerCount } = useOrderCounts(question, isOwn ? (rows[0]?.at ?? null) : null);
  const [peekId, setPeekId] = useQueryState("peek", parseAsString);
  const [density, setDensity] = useQueryState("density", parseAsStringLiteral(DENSITIES).withDefault("compact"));
  const [focusId, setFocusId] = useState<string | null>(null);
  const visible = useRef<() => string[]>(() => []);
  const live = useLiveRows(question, () => visible.current());

  const open = useCallback((id: string) => router.push(`/orders/${id}`), [router]);
  const pick = useCallback(
    (id: string) => {
      setFocusId(id);
      setPeekId((held) => (held === null ? null : id));
    },
    [setPeekId],
  );
  const load = useCallback(async () => {
    await loadNewest();
    document.querySelector("[role=grid]")?.scrollTo({ top: 0 });
    setFocusId(null);
  }, [loadNewest]);
  useListKeys({ rows, focusId: focusId ?? peekId, peekId, pick, open, load, setPeekId });

  const { fetchNextPage, fetchPreviousPage, isFetching, hasNextPage, hasPreviousPage } = pages;
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetching) fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetching]);
  const nearStart = useCallback(() => {
    if (hasPreviousPage && !isFetching) fetchPreviousPage();
  }, [fetchPreviousPage, hasPreviousPage, isFetching]);

  return (
    <div className="flex h-full flex-col">
      <ListHead
        asked={asked}
        ask={ask}
        question={question}
        tabs={tabs.data}
        newerCount={newerCount}
        onLoad={() => void load()}
        density={density}
        onDensity={(next) => void setDensity(next)}
      />
      {pages.isPending ? (
        <SkeletonRows count={20} />
      ) : pages.isError && rows.length === 0 ? (
        <ErrorState message={errorText(pages.error, t("exportFailed"))} onRetry={() => void pages.refetch()} />
      ) : rows.length === 0 ? (
        <NoOrders isPlain={!hasConditions(asked) && asked.tab === null && asked.range === "today"} />
      ) : (
        <OrderTable
          rows={rows}
          live={live}
          height={ROW_HEIGHTS[density]}
          focusId={focusId ?? peekId}
          isLoadingMore={pages.isFetchingNextPage}
          hasMore={pages.hasNextPage}
          onNearEnd={nearEnd}
          onNearStart={nearStart}
          onPick={pick}
          onOpen={open}
          visible={visible}
        />
      )}
      <KeyBar />
      {peekId !== null && <OrderPeek id={peekId} onClose={() => void setPeekId(null)} />}
    </div>
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
