"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useBlocked, useMe } from "@/components/console/session";
import { useTRPC } from "@/components/data/trpc";
import { Select } from "@/components/form/input";
import { SearchField } from "@/components/form/search-field";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Ladder } from "@/components/table/ladder/ladder";
import { MoreButton } from "@/components/table/more-button";
import { Button } from "@/components/ui/button";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import { ResultDialog } from "../edit/result-dialog";
import { toShelf } from "../heat";
import { faultOf, type SheetColumn, type SheetRow, toEdits } from "./sheet";
import { SheetGrid } from "./sheet-grid";
import { type Sheet, useSheet } from "./use-sheet";

const address = {
  skus: parseAsArrayOf(parseAsInteger),
  q: parseAsString.withDefault(""),
};
/** More than this is no sheet any more. */
const ROWS_MAX = 500;

function toSheetRow(row: MatrixRow): SheetRow[] {
  const [tuple] = row.cells;
  if (!tuple) return [];
  const { onHand, safety, frozen, isStopped } = toShelf(tuple);
  const { id: skuId, code, name, unit } = row;
  return [{ skuId, code, name, unit, count: onHand, safety, freeze: frozen, stop: isStopped }];
}

/** The articles of the sheet in one store: those that were chosen, or those that were searched. */
function useSheetRows(storeId: number | null) {
  const trpc = useTRPC();
  const [asked, ask] = useQueryStates(address);
  const filter = { words: asked.q, categories: [], zones: [], state: null };
  const skuIds = asked.skus && asked.q === "" ? asked.skus.slice(0, ROWS_MAX) : null;
  const pages = useInfiniteQuery(
    trpc.inventory.page.infiniteQueryOptions(
      { question: { ...filter, storeId, skuIds } },
      {
        enabled: storeId !== null,
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const { hasNextPage, isFetching, fetchNextPage, data } = pages;
  useEffect(() => {
    if (skuIds !== null && hasNextPage && !isFetching) void fetchNextPage();
  }, [skuIds, hasNextPage, isFetching, fetchNextPage]);
  const rows = useMemo(
    () => data?.pages.flatMap((page) => page.rows.flatMap(toSheetRow)) ?? [],
    [data],
  );
  return { asked, ask, pages, rows };
}

/** Many shelves of one store, edited like a spreadsheet, looked at, and written together. */
export function BulkPage() {
  const t = useTranslations("stockWork.bulk");
  const inventory = useTranslations("inventory");
  const { stores } = useMe();
  const [scope, setScope] = useStoreScope();
  const storeId = scope ?? (stores.length === 1 ? (stores[0]?.id ?? null) : null);
  const { asked, ask, pages, rows } = useSheetRows(storeId);
  if (storeId === null) {
    return (
      <EmptyState title={t("noStore.title")} detail={t("noStore.detail")}>
        <Select
          aria-label={t("pickStore")}
          value=""
          onPick={(value) => setScope(Number(value))}
          choices={[
            { value: "", label: t("pickStore") },
            ...stores.map((store) => ({ value: String(store.id), label: store.name })),
          ]}
        />
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-line bg-panel px-3 py-2">
        <SearchField
          id="bulk-search"
          label={inventory("searchLabel")}
          hint={inventory("search")}
          value={asked.q}
          onSearch={(q) => void ask({ q: q === "" ? null : q })}
          className="w-72"
        />
        {asked.skus && (
          <Button size="small" look="ghost" onClick={() => void ask({ skus: null })}>
            {inventory("selected", { count: asked.skus.length })} · {inventory("unselect")}
          </Button>
        )}
      </div>
      <SheetBody key={storeId} storeId={storeId} rows={rows} pages={pages} />
    </div>
  );
}

type BodyProps = {
  storeId: number;
  rows: readonly SheetRow[];
  pages: ReturnType<typeof useSheetRows>["pages"];
};

function SheetBody({ storeId, rows, pages }: BodyProps) {
  const t = useTranslations("stockWork.bulk");
  const sheet = useSheet(rows);
  return (
    <Ladder
      query={pages}
      rows={pages.data && rows}
      skeleton={{ count: 16 }}
      empty={{ title: t("noRows.title"), detail: t("noRows.detail") }}
    >
      {() => (
        <>
          <SheetGrid sheet={sheet} />
          <MoreButton query={pages} />
          <SheetFoot sheet={sheet} storeId={storeId} />
        </>
      )}
    </Ladder>
  );
}

/** What has been changed, and the way on. */
function SheetFoot({ sheet, storeId }: { sheet: Sheet; storeId: number }) {
  const t = useTranslations("stockWork.bulk");
  const result = useTranslations("stockWork.result");
  const client = useQueryClient();
  const trpc = useTRPC();
  const blocked = useBlocked("operations", "dispatch", "store");
  const [isLooking, setLooking] = useState(false);
  const { drafts, rows } = sheet;
  const edits = useMemo(
    () => toEdits(drafts, rows, { storeId, reason: t("reason") }),
    [drafts, rows, storeId, t],
  );
  const touched = new Set([...drafts.keys()].map((key) => key.split(":")[0]));
  const wrong = countWrong(sheet);
  const done = () => {
    setLooking(false);
    sheet.clear();
    void client.invalidateQueries(trpc.inventory.pathFilter());
  };
  return (
    <div className="flex h-11 shrink-0 items-center gap-3 border-t border-line bg-panel px-3 text-xs text-text-2">
      <span role="status">{t("changed", { cells: drafts.size, rows: touched.size })}</span>
      {wrong > 0 && <span className="text-crit-text">■ {t("wrongCells", { count: wrong })}</span>}
      <Button size="small" look="ghost" disabled={!sheet.canUndo} onClick={sheet.undo}>
        {t("undo")}
      </Button>
      <Button size="small" look="ghost" disabled={!sheet.canRedo} onClick={sheet.redo}>
        {t("redo")}
      </Button>
      <Button size="small" look="ghost" disabled={drafts.size === 0} onClick={sheet.clear}>
        {t("clear")}
      </Button>
      <span className="ml-auto">{t("keys")}</span>
      <Button
        look="primary"
        blocked={blocked}
        disabled={edits.length === 0 || wrong > 0}
        onClick={() => setLooking(true)}
      >
        {t("preview")}
      </Button>
      {isLooking && (
        <ResultDialog
          title={result("title")}
          edits={edits}
          onClose={() => setLooking(false)}
          onDone={done}
        />
      )}
    </div>
  );
}

function countWrong({ drafts, rows }: Sheet): number {
  const units = new Map(rows.map((row) => [String(row.skuId), row.unit]));
  return [...drafts].filter(([key, text]) => {
    const [skuId = "", column] = key.split(":");
    return faultOf(text, column as SheetColumn, units.get(skuId) ?? "piece") !== null;
  }).length;
}
