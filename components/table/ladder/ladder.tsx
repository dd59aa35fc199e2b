"use client";

import { isValidElement, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { EmptyState } from "./empty-state";
import { ErrorState } from "./error-state";
import { SkeletonRows } from "./skeleton";

type Skeleton = { count: number; height?: number };
type Query = {
  isError: boolean;
  error: unknown;
  isFetching?: boolean;
  refetch: () => unknown;
};
type Words = { title: string; detail: string };

type Props<T> = {
  query: Query;
  /** Undefined while nothing has been read. */
  rows: readonly T[] | undefined;
  /** Rows where rows will be. */
  skeleton?: Skeleton;
  empty: Words | ReactNode;
  children: (rows: readonly T[]) => ReactNode;
};

/** Rows, or why there are none: being read, not readable, nothing there. What was read stays when a later read fails. */
export function Ladder<T>({ query, rows, skeleton, empty, children }: Props<T>) {
  if (rows && rows.length > 0) return children(rows);
  if (!rows || query.isError) return <Unread query={query} skeleton={skeleton} />;
  return isWords(empty) ? <EmptyState {...empty} /> : empty;
}

type UnreadProps = { query: Query; skeleton?: Skeleton | undefined };

/** Nothing to show yet: it is being read, or could not be. */
export function Unread({ query, skeleton = { count: 4 } }: UnreadProps) {
  const say = useTranslations("console");
  if (!query.isError) return <SkeletonRows {...skeleton} />;
  return (
    <ErrorState
      message={errorText(query.error, say("offline"))}
      onRetry={() => void query.refetch()}
      isRetrying={query.isFetching ?? false}
    />
  );
}

const isWords = (empty: Words | ReactNode): empty is Words =>
  typeof empty === "object" && empty !== null && !isValidElement(empty) && "title" in empty;
