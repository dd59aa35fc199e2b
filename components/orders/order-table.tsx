"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import type { OrderRowView } from "@/server/views/orders/order-row";
import { COLUMN_NAMES, COLUMNS } from "./columns";
import { OrderRow, rowDomId } from "./order-row";
import type { useLiveRows } from "./use-live-rows";

type Props = {
  rows: readonly OrderRowView[];
  live: ReturnType<typeof useLiveRows>;
  height: number;
  focusId: string | null;
  isLoadingMore: boolean;
  hasMore: boolean;
  onNearEnd: () => void;
  onNearStart: () => void;
  onPick: (id: string) => void;
  onOpen: (id: string) => void;
  /** Filled with what asks which rows are on screen. */
  visible: RefObject<() => string[]>;
};

const NEAR = 25;
const OVERSCAN = 12;
const HEAD_PX = 32;

export function OrderTable(props: Props) {
  const { rows, live, height, focusId, onPick, onOpen } = props;
  const t = useTranslations("orders");
  const say = useTranslations("console");
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    useFlushSync: false,
    scrollPaddingStart: HEAD_PX,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  useAnchor(box, rows, height);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEnds(props, first, last);
  useEffect(() => {
    props.visible.current = () =>
      rows.slice(first, Math.min(last + 1, first + 100)).map((row) => row.id);
  });
  const focusIndex = focusId === null ? -1 : rows.findIndex((row) => row.id === focusId);
  useEffect(() => {
    if (focusIndex >= 0) virtual.scrollToIndex(focusIndex, { align: "auto" });
  }, [virtual, focusIndex]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={t("table", { count: rows.length })}
      aria-rowcount={props.hasMore ? -1 : rows.length + 1}
      aria-activedescendant={focusIndex >= 0 && focusId ? rowDomId(focusId) : undefined}
      className={cx(
        "min-h-0 flex-1 overflow-auto overscroll-contain bg-panel outline-none",
        "focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent",
      )}
    >
      <Head />
      <div className="relative min-w-[1240px]" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const now = live.get(row.id);
          return (
            <OrderRow
              key={row.id}
              row={now?.row ?? row}
              index={index}
              height={height}
              top={start}
              isFocused={row.id === focusId}
              isStale={now !== undefined && !now.belongs}
              onPick={onPick}
              onOpen={onOpen}
            />
          );
        })}
      </div>
      <p className="py-2 text-center text-xs text-text-2">
        {props.isLoadingMore ? say("loadingMore") : props.hasMore ? "" : say("end")}
      </p>
    </div>
  );
}

function Head() {
  const t = useTranslations("orders.columns");
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="row"
      aria-rowindex={1}
      className={cx(
        COLUMNS,
        "sticky top-0 z-10 h-8 min-w-[1240px] border-b border-line bg-raised px-3 text-xs text-text-2",
      )}
    >
      {COLUMN_NAMES.map((name) => (
        // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
        <div key={name} role="columnheader" className={name === "paid" ? "text-right" : ""}>
          {t(name)}
        </div>
      ))}
    </div>
  );
}

/** Ask for more before the end of what is held is reached. */
function useEnds({ rows, onNearEnd, onNearStart }: Props, first: number, last: number): void {
  const count = rows.length;
  useEffect(() => {
    if (count === 0) return;
    if (last >= count - NEAR) onNearEnd();
    if (first <= NEAR) onNearStart();
  }, [count, first, last, onNearEnd, onNearStart]);
}

/** Pages come and go above the eye; what is being read stays where it is. */
function useAnchor(
  box: RefObject<HTMLDivElement | null>,
  rows: readonly OrderRowView[],
  height: number,
): void {
  const anchor = useRef<{ id: string; offset: number } | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const held = anchor.current;
    const index = held ? rows.findIndex((row) => row.id === held.id) : -1;
    if (held && index >= 0 && element.scrollTop > 0)
      element.scrollTop = index * height + held.offset;
    const remember = () => {
      const at = Math.floor(element.scrollTop / height);
      const row = rows[at];
      anchor.current = row ? { id: row.id, offset: element.scrollTop - at * height } : null;
    };
    remember();
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);
  }, [box, rows, height]);
}
