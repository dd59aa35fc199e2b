"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useMe } from "@/components/console/session";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import type { Edit } from "@/server/domain/inventory";
import { amountInput, readAmount, type Unit } from "../amount";

type Task = Outputs["stockWork"]["counts"]["rows"][number];
/** A shelf to be counted: an open task, or one that a person put on the list. */
export type Shelf = Pick<Task, "storeId" | "storeName" | "skuId" | "code" | "name" | "unit"> & {
  task: Task | null;
};

const HINT_MS = 2_000;
export const shelfKey = (s: { storeId: number; skuId: number }): string =>
  `${s.storeId}:${s.skuId}`;

/** The list of shelves to count, and what was counted so far. Nothing here knows what the books say. */
export function useCounts() {
  const t = useTranslations("inventory");
  const trpc = useTRPC();
  const client = useQueryClient();
  const { stores } = useMe();
  const [storeId, setStoreId] = useStoreScope();
  const [added, setAdded] = useState<Shelf[]>([]);
  const [counted, setCounted] = useState<ReadonlyMap<string, string>>(new Map());
  const tasks = useInfiniteQuery(
    trpc.stockWork.counts.infiniteQueryOptions(
      { storeId },
      { getNextPageParam: (last) => last.next ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const again = () => void client.invalidateQueries(trpc.stockWork.counts.pathFilter());
  useHint("inventory", again, HINT_MS);
  const shelves = useMemo(() => {
    const open = tasks.data?.pages.flatMap((page) => page.rows) ?? [];
    const known = new Set(open.map(shelfKey));
    const mine = added.filter(
      (s) => !known.has(shelfKey(s)) && (storeId === null || s.storeId === storeId),
    );
    return [...mine, ...open.map((task): Shelf => ({ ...task, task }))];
  }, [tasks.data, added, storeId]);
  const edits = useMemo(
    () => shelves.flatMap((s) => toCount(s, counted, t("defaultReason.count"))),
    [shelves, counted, t],
  );
  const enter = (key: string, text: string) =>
    setCounted((before) => {
      const after = new Map(before);
      if (text === "") after.delete(key);
      else after.set(key, text);
      return after;
    });
  const add = (shelf: Shelf) =>
    setAdded((before) =>
      before.some((s) => shelfKey(s) === shelfKey(shelf)) ? before : [shelf, ...before],
    );
  /** What a file says was counted: on the list, and filled in. */
  const fill = (rows: readonly (Omit<Shelf, "task"> & { counted: number })[]) => {
    for (const { counted: amount, ...shelf } of rows) {
      add({ ...shelf, task: null });
      enter(shelfKey(shelf), amountInput(amount, shelf.unit));
    }
  };
  const remove = (key: string) => setAdded((before) => before.filter((s) => shelfKey(s) !== key));
  const finish = () => {
    setCounted(new Map());
    setAdded([]);
    again();
  };
  const wrong = shelves.filter((s) => isWrong(counted.get(shelfKey(s)), s.unit)).length;
  const state = { tasks, shelves, counted, edits, wrong, storeId, setStoreId, stores };
  return { ...state, open: tasks.data?.pages[0]?.stores ?? [], enter, add, fill, remove, finish };
}

export const isWrong = (text: string | undefined, unit: Unit): boolean => {
  if (text === undefined || text.trim() === "") return false;
  const amount = readAmount(text, unit);
  return amount === null || amount < 0;
};

function toCount(
  { storeId, skuId, unit }: Shelf,
  counted: ReadonlyMap<string, string>,
  reason: string,
): Edit[] {
  const amount = readAmount(counted.get(shelfKey({ storeId, skuId })) ?? "", unit);
  if (amount === null || amount < 0) return [];
  return [{ storeId, skuId, reason, kind: "count", counted: amount }];
}
