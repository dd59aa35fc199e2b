"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { Outputs } from "@/components/data/trpc";
import { cx } from "@/components/ui/classes";
import { countText } from "@/components/ui/format";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import { type Column, cellDomId, MatrixLine } from "./matrix-cells";

const ROW_PX = 34;
const HEAD_PX = 76;
const NEAR = 30;

export type Focus = { skuId: number; column: string } | null;

type Props = {
  rows: readonly MatrixRow[];
  columns: readonly Column[];
  totals: Outputs["inventory"]["totals"] | undefined;
  focus: Focus;
  open: { storeId: number; skuId: number } | null;
  chosen: ReadonlySet<number>;
  hasMore: boolean;
  onMore: () => void;
  /** Other rows have come into sight and stayed there. */
  onSeen: () => void;
  onPick: (skuId: number, column: Column) => void;
  onChoose: (skuId: number) => void;
  onKey: (event: KeyboardEvent) => void;
  /** Filled with what asks which articles are on screen. */
  visible: RefObject<() => number[]>;
  box: RefObject<HTMLDivElement | null>;
};

const gridOf = (columns: readonly Column[]): string =>
  `minmax(300px, 2fr) repeat(${columns.length}, minmax(72px, 1fr))`;

/** Articles down, stores across. Only the rows on screen are drawn; heads and sums stay. */
export function MatrixGrid(props: Props) {
  const { rows, columns, focus, open, chosen, hasMore, onMore, visible, box } = props;
  const t = useTranslations("inventory");
  const grid = gridOf(columns);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    useFlushSync: false,
    scrollPaddingStart: HEAD_PX,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    visible.current = () => rows.slice(first, last + 1).map((row) => row.id);
  });
  useEffect(() => {
    if (hasMore && last >= rows.length - NEAR) onMore();
  }, [hasMore, last, rows.length, onMore]);
  useSeen(first, last, props.onSeen);
  const focusIndex = focus === null ? -1 : rows.findIndex((row) => row.id === focus.skuId);
  useFocusInSight({ virtual, box, index: focusIndex, focus });
  const minWidth = 300 + columns.length * 72;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={t("matrix", { count: rows.length })}
      aria-rowcount={hasMore ? -1 : rows.length + 2}
      aria-colcount={columns.length + 1}
      aria-activedescendant={
        focusIndex >= 0 && focus ? cellDomId(focus.skuId, focus.column) : undefined
      }
      onKeyDown={props.onKey}
      className={cx(
        "min-h-0 flex-1 overflow-auto overscroll-contain bg-panel outline-none",
        "focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent",
      )}
    >
      <Heads columns={columns} totals={props.totals} grid={grid} minWidth={minWidth} />
      <div className="relative" style={{ height: virtual.getTotalSize(), minWidth }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <MatrixLine
              key={row.id}
              row={row}
              columns={columns}
              index={index}
              top={start}
              height={ROW_PX}
              grid={grid}
              focusKey={focus?.skuId === row.id ? focus.column : null}
              openStore={open?.skuId === row.id ? open.storeId : null}
              isChosen={chosen.has(row.id)}
              onPick={props.onPick}
              onChoose={props.onChoose}
            />
          );
        })}
      </div>
      <p className="sticky left-0 py-2 text-center text-xs text-text-2">
        {hasMore ? t("loadingMore") : t("end")}
      </p>
    </div>
  );
}

const SEEN_MS = 300;

/** Rows that were read a while ago may have changed while nobody looked at them. */
function useSeen(first: number, last: number, onSeen: () => void): void {
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  });
  useEffect(() => {
    if (last <= first) return;
    const timer = window.setTimeout(() => latest.current(), SEEN_MS);
    return () => window.clearTimeout(timer);
  }, [first, last]);
}

type InSight = {
  virtual: { scrollToIndex: (index: number, options: { align: "auto" }) => void };
  box: RefObject<HTMLDivElement | null>;
  index: number;
  focus: Focus;
};

function useFocusInSight({ virtual, box, index, focus }: InSight): void {
  const column = focus?.column ?? null;
  const skuId = focus?.skuId ?? 0;
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [virtual, index]);
  useEffect(() => {
    const cell = column === null ? null : document.getElementById(cellDomId(skuId, column));
    const grid = box.current;
    if (!cell || !grid) return;
    const left = cell.offsetLeft - 300;
    const right = cell.offsetLeft + cell.offsetWidth - grid.clientWidth;
    if (grid.scrollLeft > left) grid.scrollLeft = Math.max(0, left);
    else if (grid.scrollLeft < right) grid.scrollLeft = right;
  }, [box, column, skuId]);
}

type HeadProps = Pick<Props, "columns" | "totals"> & { grid: string; minWidth: number };

function Heads({ columns, totals, grid, minWidth }: HeadProps) {
  const t = useTranslations("inventory");
  const style = { gridTemplateColumns: grid, minWidth };
  const byStore = new Map(totals?.stores.map((row) => [row.storeId, row]));
  return (
    <div className="sticky top-0 z-10 border-b border-line bg-raised text-xs text-text-2">
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
      <div role="row" aria-rowindex={1} className="grid h-8" style={style}>
        <HeadCell isFirst>{t("sku")}</HeadCell>
        {columns.map((column) => (
          <HeadCell key={column.key}>
            {column.part ? t(`columns.${column.part}`) : column.label}
          </HeadCell>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
      <div
        role="row"
        aria-rowindex={2}
        className="grid h-11 border-t border-line-soft bg-panel"
        style={style}
      >
        <HeadCell isFirst isTotal>
          <span className="font-semibold text-text">{t("totals")}</span>
          {totals && (
            <span className="ml-auto flex gap-3">
              <span>{t("outShort", { count: countText(totals.all.out) })}</span>
              <span>{t("stoppedShort", { count: countText(totals.all.stopped) })}</span>
            </span>
          )}
        </HeadCell>
        {columns.map((column) => (
          <TotalCell key={column.key} column={column} total={byStore.get(column.storeId)} />
        ))}
      </div>
    </div>
  );
}

type HeadCellProps = { isFirst?: boolean; isTotal?: boolean; children: React.ReactNode };

function HeadCell({ isFirst = false, isTotal = false, children }: HeadCellProps) {
  return (
    <div
      role={isTotal ? (isFirst ? "rowheader" : "gridcell") : "columnheader"}
      className={cx(
        "flex min-w-0 items-center overflow-hidden px-2 whitespace-nowrap",
        isFirst
          ? "sticky left-0 z-[1] border-r border-line bg-inherit px-3"
          : "justify-end border-l border-line-soft",
      )}
    >
      {typeof children === "string" ? (
        <span className="truncate" title={children}>
          {children}
        </span>
      ) : (
        children
      )}
    </div>
  );
}

type Total = Outputs["inventory"]["totals"]["stores"][number];

function TotalCell({ column, total }: { column: Column; total: Total | undefined }) {
  const t = useTranslations("inventory");
  const isShown = total !== undefined && (column.part === null || column.part === "free");
  if (!isShown) return <HeadCell isTotal>{""}</HeadCell>;
  const { pieces, out, stopped, debt } = total;
  return (
    <HeadCell isTotal>
      <span
        className="flex flex-col items-end leading-4.5"
        title={t("totalCell", { store: column.label, pieces, out, stopped, debt })}
      >
        <span className="font-semibold text-text">{countText(pieces)}</span>
        <span className={cx("text-[11px]", out > 0 ? "text-warn" : "text-text-3")}>
          {t("outShort", { count: countText(out) })}
        </span>
      </span>
    </HeadCell>
  );
}
