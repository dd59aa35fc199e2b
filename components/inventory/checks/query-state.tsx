"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { EmptyState } from "@/components/table/empty-state";
import { ErrorState } from "@/components/table/error-state";
import { SkeletonRows } from "@/components/table/skeleton";

type Props<T> = {
  query: {
    data: readonly T[] | undefined;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
  };
  empty: { title: string; detail: string };
  children: (rows: readonly T[]) => ReactNode;
};

/** Rows, or why there are none: being read, not readable, nothing there. */
export function QueryState<T>({ query, empty, children }: Props<T>) {
  const say = useTranslations("console");
  if (!query.data) {
    if (!query.isError) return <SkeletonRows count={4} />;
    const message = errorText(query.error, say("offline"));
    return <ErrorState message={message} onRetry={() => void query.refetch()} />;
  }
  return query.data.length === 0 ? <EmptyState {...empty} /> : children(query.data);
}
