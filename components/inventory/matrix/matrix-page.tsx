"use client";

import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/console/session";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Ladder } from "@/components/table/ladder/ladder";
import { CellSheet } from "../card/cell-sheet";
import { useOpenCell } from "../card/use-open-cell";
import { useShelfQuestion } from "../question";
import { Legend } from "./legend";
import { type Column, PARTS } from "./matrix-cells";
import { type Focus, MatrixGrid } from "./matrix-grid";
import { MatrixHead } from "./matrix-head";
import { useMatrix } from "./use-matrix";
import { useMatrixKeys } from "./use-matrix-keys";

/** One column a store; one a part of the sum where there is only one store. */
function useColumns(storeId: number | null): Column[] {
  const { stores } = useMe();
  return useMemo(() => {
    const only = stores.find(
      (store) => store.id === (storeId ?? (stores.length === 1 ? stores[0]?.id : null)),
    );
    if (only) {
      return PARTS.map((part) => ({ key: part, label: only.name, storeId: only.id, part }));
    }
    return stores.map(({ id, name }) => ({
      key: String(id),
      label: name,
      storeId: id,
      part: null,
    }));
  }, [stores, storeId]);
}

export function MatrixPage() {
  const shelves = useShelfQuestion();
  const visible = useRef<() => number[]>(() => []);
  const matrix = useMatrix(shelves.question, () => visible.current());
  const columns = useColumns(shelves.storeId);
  const cell = useOpenCell();
  const [focus, setFocus] = useState<Focus>(null);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  const choose = useCallback(
    (skuId: number) =>
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(skuId)) after.add(skuId);
        return after;
      }),
    [],
  );
  const { open, opened } = cell;
  const pick = useCallback(
    (skuId: number, column: Column) => {
      setFocus({ skuId, column: column.key });
      open({ storeId: column.storeId, skuId });
    },
    [open],
  );
  const onKey = useMatrixKeys({
    rows: matrix.rows,
    columns,
    focus,
    setFocus,
    opened,
    open,
    choose,
    box,
  });
  return (
    <div className="flex h-full flex-col">
      <MatrixHead
        {...shelves}
        totals={matrix.totals}
        chosen={chosen}
        onUnchoose={() => setChosen(new Set())}
      />
      <Rows matrix={matrix} isPlain={shelves.isPlain} isState={shelves.asked.state !== null}>
        <MatrixGrid
          rows={matrix.rows}
          columns={columns}
          totals={matrix.totals}
          focus={focus}
          open={opened}
          chosen={chosen}
          hasMore={matrix.pages.hasNextPage}
          onMore={matrix.more}
          onSeen={() => void matrix.refresh()}
          onPick={pick}
          onChoose={choose}
          onKey={onKey}
          visible={visible}
          box={box}
        />
      </Rows>
      <Legend />
      {opened !== null && <CellSheet cell={opened} onClose={() => open(null)} />}
    </div>
  );
}

type RowsProps = {
  matrix: ReturnType<typeof useMatrix>;
  isPlain: boolean;
  isState: boolean;
  children: React.ReactNode;
};

function Rows({ matrix: { pages, rows }, isState, children }: RowsProps) {
  const t = useTranslations("inventory");
  const key = isState ? "noState" : "empty";
  const empty = (
    <div className="flex-1 bg-panel">
      <EmptyState title={t(`${key}.title`)} detail={t(`${key}.detail`)} />
    </div>
  );
  return (
    <Ladder
      query={pages}
      rows={pages.data && rows}
      skeleton={{ count: 20, height: 34 }}
      empty={empty}
    >
      {() => children}
    </Ladder>
  );
}
