"use client";

import { isValidElement, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { EmptyState } from "@/components/table/empty-state";
import { ErrorState } from "@/components/table/error-state";
import { SkeletonRows } from "@/components/table/skeleton";

type Props<T> = {
  query: { isError: boolean; error: unknown; isFetching: boolean; refetch: () => unknown };
  /** Undefined while nothing has been read. */
  rows: readonly T[] | undefined;
  /** Rows where rows will be. */
  skeleton?: { count: number; height?: number };
  empty: { title: string; detail: string } | ReactNode;
  children: (rows: readonly T[]) => ReactNode;
};

/** Rows, or why there are none: being read, not readable, nothing there. What was read stays when a later read fails. */
export function Ladder<T>({ query, rows, skeleton = { count: 4 }, empty, children }: Props<T>) {
  const say = useTranslations("console");
  if (rows && rows.length > 0) return children(rows);
  if (query.isError)
    return (
      <ErrorState
        message={errorText(query.error, say("offline"))}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    );
  if (!rows) return <SkeletonRows {...skeleton} />;
  return isWords(empty) ? <EmptyState {...empty} /> : empty;
}

const isWords = (
  empty: { title: string; detail: string } | ReactNode,
): empty is { title: string; detail: string } =>
  typeof empty === "object" && empty !== null && !isValidElement(empty) && "title" in empty;
