"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { cx } from "@/components/ui/classes";
import { freeIfSold } from "@/server/domain/inventory";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import { amountText } from "../amount";
import { HEAT_CLASSES, heatOf, type Shelf, toShelf } from "../heat";

/** One column of the matrix: a store, or a part of the sum where only one store is looked at. */
export type Column = { key: string; label: string; storeId: number; part: Part | null };
export const PARTS = [
  "free",
  "onHand",
  "reserved",
  "picked",
  "safety",
  "frozen",
  "quarantine",
  "inTransit",
  "debt",
] as const;
type Part = (typeof PARTS)[number];

export const cellDomId = (skuId: number, column: string): string => `cell-${column}-${skuId}`;

type RowProps = {
  row: MatrixRow;
  columns: readonly Column[];
  index: number;
  top: number;
  height: number;
  grid: string;
  focusKey: string | null;
  openStore: number | null;
  isChosen: boolean;
  onPick: (skuId: number, column: Column) => void;
  onChoose: (skuId: number) => void;
};

export const MatrixLine = memo(function MatrixLine(props: RowProps) {
  const { row, columns, index, top, height, grid, focusKey, openStore, isChosen } = props;
  const byStore = new Map(row.cells.map((tuple) => [tuple[0], toShelf(tuple)]));
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="row"
      data-sku={row.id}
      aria-rowindex={index + 3}
      aria-selected={isChosen}
      className={cx(
        "absolute inset-x-0 grid border-b border-line-soft text-[13px]",
        isChosen && "bg-accent-soft",
      )}
      style={{ height, gridTemplateColumns: grid, transform: `translateY(${top}px)` }}
    >
      <SkuHead row={row} isChosen={isChosen} onChoose={props.onChoose} />
      {columns.map((column) => (
        <ShelfCell
          key={column.key}
          row={row}
          column={column}
          shelf={byStore.get(column.storeId) ?? null}
          isFocused={focusKey === column.key}
          isOpen={openStore === column.storeId && (column.part === null || column.part === "free")}
          onPick={props.onPick}
        />
      ))}
    </div>
  );
});

function SkuHead({ row, isChosen, onChoose }: Pick<RowProps, "row" | "isChosen" | "onChoose">) {
  const t = useTranslations("inventory");
  const word = useWord();
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="rowheader"
      className="sticky left-0 z-[1] flex min-w-0 items-center gap-2 border-r border-line bg-panel px-3"
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t("select", { sku: row.name })}
        checked={isChosen}
        onChange={() => onChoose(row.id)}
        className="size-3.5 shrink-0 accent-accent"
      />
      <span className="min-w-0 flex-1 truncate" title={`${row.name} · ${row.barcode}`}>
        {row.name}
      </span>
      {row.zone !== "ambient" && (
        <span className="shrink-0 rounded bg-info-soft px-1 text-[11px] leading-4.5 text-info">
          {word("zone", row.zone)}
        </span>
      )}
      <span className="shrink-0 text-[11px] text-text-2">{row.code}</span>
    </div>
  );
}

type CellProps = {
  row: MatrixRow;
  column: Column;
  shelf: Shelf | null;
  isFocused: boolean;
  isOpen: boolean;
  onPick: RowProps["onPick"];
};

function ShelfCell({ row, column, shelf, isFocused, isOpen, onPick }: CellProps) {
  const t = useTranslations("inventory");
  if (!shelf) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
      // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
      <div role="gridcell" className="flex items-center justify-end px-2 text-text-3">
        –
      </div>
    );
  }
  const { part } = column;
  const isFree = part === null || part === "free";
  const value = isFree ? freeIfSold(shelf) : shelf[part];
  const heat = isFree && !shelf.isStopped ? HEAT_CLASSES[heatOf(shelf.free, row.portion)] : "";
  const name = t("cellName", {
    sku: row.name,
    store: column.label,
    free: amountText(shelf.free, row.unit),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active cell
    <div
      role="gridcell"
      id={cellDomId(row.id, column.key)}
      aria-label={isFree ? name : undefined}
      data-free={isFree ? shelf.free : undefined}
      onClick={() => onPick(row.id, column)}
      className={cx(
        "relative flex cursor-default items-center justify-end gap-1 overflow-hidden border-l",
        "border-line-soft px-2 tabular-nums",
        heat,
        isFree && shelf.isStopped && "bg-raised text-text-2",
        !isFree && value === 0 && "text-text-3",
        part === "debt" && value > 0 && "text-crit-text",
        isOpen && "shadow-[inset_0_0_0_1px_var(--accent)]",
        isFocused && "shadow-[inset_0_0_0_2px_var(--accent)]",
      )}
    >
      {isFree && <CellMarks shelf={shelf} row={row} isAlone={part !== null} />}
      <span className={cx(isFree && shelf.isStopped && "line-through")}>
        {amountText(value, row.unit)}
      </span>
    </div>
  );
}

const MARK = "shrink-0 text-[10px] leading-none font-normal";

/** What else is to be known of a shelf: each a letter or a sign, none of them colour alone. */
function CellMarks({ shelf, row, isAlone }: { shelf: Shelf; row: MatrixRow; isAlone: boolean }) {
  const t = useTranslations("inventory");
  const amount = (base: number) => ({ amount: amountText(base, row.unit) });
  return (
    <span className="mr-auto flex min-w-0 items-center gap-1 overflow-hidden">
      {shelf.isStopped && <span className={cx(MARK, "text-crit-text")}>{t("stopMark")}</span>}
      {shelf.isDifferent && (
        <span className={cx(MARK, "text-crit-text")} title={t("differsMark")}>
          ≠
        </span>
      )}
      {shelf.debt > 0 && !isAlone && (
        <span className={cx(MARK, "text-crit-text")}>{t("debtMark", amount(shelf.debt))}</span>
      )}
      {shelf.isLow && !shelf.isStopped && (
        <span className={cx(MARK, "text-warn")} title={t("lowMark")}>
          ▾
        </span>
      )}
      {shelf.inTransit > 0 && !isAlone && (
        <span className={cx(MARK, "text-info")}>{t("transitMark", amount(shelf.inTransit))}</span>
      )}
      {shelf.quarantine > 0 && !isAlone && (
        <span className={cx(MARK, "text-text-2")}>
          {t("quarantineMark", amount(shelf.quarantine))}
        </span>
      )}
    </span>
  );
}
