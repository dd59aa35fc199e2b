"use client";

import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { amountText } from "../amount";
import {
  boxOf,
  COLUMNS,
  draftKey,
  type Fault,
  faultOf,
  type SheetColumn,
  type SheetRow,
} from "./sheet";
import { pressSheetKey, type Sheet } from "./use-sheet";

const sheetCellId = (row: number, col: number): string => `sheet-${row}-${col}`;

/** Articles down, what can be set across; worked like a spreadsheet. */
export function SheetGrid({ sheet }: { sheet: Sheet }) {
  const t = useTranslations("stockWork.bulk");
  const inventory = useTranslations("inventory");
  const box = useRef<HTMLDivElement>(null);
  const { rows, drafts, range, editing } = sheet;
  const marked = boxOf(range);
  const isEditing = editing !== null;
  useEffect(() => {
    document
      .getElementById(sheetCellId(range.at.row, range.at.col))
      ?.scrollIntoView({ block: "nearest" });
    if (!isEditing) box.current?.focus();
  }, [range.at.row, range.at.col, isEditing]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid that is walked by arrows
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={t("sheet", { count: rows.length })}
      aria-multiselectable
      aria-activedescendant={sheetCellId(range.at.row, range.at.col)}
      onKeyDown={(event) => !isEditing && pressSheetKey(sheet, event)}
      {...sheet.clipboard}
      className="min-h-0 flex-1 overflow-auto bg-panel outline-none"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a grid that is walked by arrows */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
      <div
        role="row"
        className={cx(LINE, "sticky top-0 z-10 h-8 border-line bg-raised text-xs text-text-2")}
      >
        <Head>{inventory("sku")}</Head>
        {COLUMNS.map((column) => (
          <Head key={column} isRight>
            {t(`columns.${column}`)}
          </Head>
        ))}
      </div>
      {rows.map((row, r) => (
        <SheetLine
          key={row.skuId}
          row={row}
          index={r}
          texts={COLUMNS.map((column) => drafts.get(draftKey(row.skuId, column)) ?? null).join(
            "\n",
          )}
          left={r >= marked.top && r <= marked.bottom ? marked.left : -1}
          right={r >= marked.top && r <= marked.bottom ? marked.right : -1}
          at={range.at.row === r ? range.at.col : -1}
          editing={editing?.row === r ? editing.text : null}
          sheet={sheet}
        />
      ))}
    </div>
  );
}

const LINE = "grid grid-cols-[minmax(280px,1fr)_repeat(4,160px)] border-b border-line-soft";

function Head({ isRight = false, children }: { isRight?: boolean; children: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid that is walked by arrows
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div role="columnheader" className={cx("flex items-center px-3", isRight && "justify-end")}>
      {children}
    </div>
  );
}

type LineProps = {
  row: SheetRow;
  index: number;
  /** What was typed, one line a column; an empty line is none. */
  texts: string;
  left: number;
  right: number;
  at: number;
  editing: string | null;
  sheet: Sheet;
};

const isSameLine = (a: LineProps, b: LineProps): boolean =>
  a.row === b.row &&
  a.texts === b.texts &&
  a.left === b.left &&
  a.right === b.right &&
  a.at === b.at &&
  a.editing === b.editing &&
  (a.at < 0 || a.sheet === b.sheet);

const SheetLine = memo(function SheetLine(props: LineProps) {
  const { row, index, texts, left, right, at, editing, sheet } = props;
  const typed = texts.split("\n");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid that is walked by arrows
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div role="row" className={cx(LINE, "h-8 text-[13px]")}>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid that is walked by arrows */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
      <div role="rowheader" className="flex min-w-0 items-center gap-2 px-3">
        <span className="truncate">{row.name}</span>
        <span className="ml-auto text-[11px] text-text-2">{row.code}</span>
      </div>
      {COLUMNS.map((column, c) => (
        <SheetCell
          key={column}
          id={sheetCellId(index, c)}
          row={row}
          column={column}
          text={typed[c] === "" ? null : (typed[c] ?? null)}
          isMarked={c >= left && c <= right && left >= 0}
          isHere={c === at}
          editing={c === at ? editing : null}
          onPick={(isExtending) => sheet.pick({ row: index, col: c }, isExtending)}
          sheet={sheet}
        />
      ))}
    </div>
  );
}, isSameLine);

type CellProps = {
  id: string;
  row: SheetRow;
  column: SheetColumn;
  text: string | null;
  isMarked: boolean;
  isHere: boolean;
  editing: string | null;
  onPick: (isExtending: boolean) => void;
  sheet: Sheet;
};

function SheetCell(props: CellProps) {
  const { id, row, column, text, isMarked, isHere, editing, onPick, sheet } = props;
  const t = useTranslations("stockWork.bulk");
  const fault: Fault | null = text === null ? null : faultOf(text, column, row.unit);
  const now = column === "stop" ? t(row.stop ? "on" : "off") : amountText(row[column], row.unit);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid that is walked by arrows
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active cell
    <div
      role="gridcell"
      id={id}
      aria-selected={isMarked}
      aria-invalid={fault !== null}
      title={fault === null ? undefined : t(fault)}
      onMouseDown={(event) => onPick(event.shiftKey)}
      onMouseEnter={(event) => event.buttons === 1 && onPick(true)}
      onDoubleClick={() => sheet.begin(text ?? "")}
      className={cx(
        "flex cursor-cell items-center justify-end gap-2 border-l border-line-soft px-3 tabular-nums select-none",
        isMarked && "bg-accent-soft",
        fault !== null && "bg-crit-soft",
        isHere && "shadow-[inset_0_0_0_2px_var(--accent)]",
      )}
    >
      {editing !== null ? (
        <CellInput text={editing} sheet={sheet} label={`${row.name} ${t(`columns.${column}`)}`} />
      ) : text === null ? (
        <span className="text-text-2">{now}</span>
      ) : (
        <>
          <span className="text-[11px] text-text-3 line-through">{now}</span>
          <b className={fault === null ? "text-accent" : "text-crit-text"}>{text}</b>
          {fault !== null && <span className="text-[10px] text-crit-text">■</span>}
        </>
      )}
    </div>
  );
}

function CellInput({ text, sheet, label }: { text: string; sheet: Sheet; label: string }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const element = input.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") sheet.setEditing(null);
    if (event.key !== "Enter" && event.key !== "Tab") return;
    event.preventDefault();
    const back = event.shiftKey ? -1 : 1;
    sheet.finish(event.key === "Enter" ? back : 0, event.key === "Tab" ? back : 0);
  };
  return (
    <input
      ref={input}
      aria-label={label}
      value={text}
      onChange={(event) => sheet.setEditing((e) => (e ? { ...e, text: event.target.value } : e))}
      onKeyDown={press}
      onMouseDown={(event) => event.stopPropagation()}
      className="h-7 w-full bg-panel text-right tabular-nums outline-none"
    />
  );
}
