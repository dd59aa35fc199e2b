"use client";

import { useTranslations } from "use-intl";
import { ChooseBox } from "@/components/table/choose-box";
import { More } from "@/components/table/more";
import { Table } from "@/components/table/table";
import type { Choice } from "@/components/table/use-choice";
import type { OwedRowView } from "@/server/views/owed/owed-row";
import { OwedLine } from "./owed-line";

type Props = {
  rows: readonly OwedRowView[];
  isOpen: boolean;
  focusId: string | null;
  choice: Choice;
  onFocus: (key: string) => void;
  onMore: (() => void) | null;
};

const FIRST = ["order", "store", "why", "article", "pieces", "amount", "back"] as const;
const OPEN = [...FIRST, "left", "since", "state"] as const;
const CLOSED = [...FIRST, "ended", "state"] as const;
const NUMBERS = ["pieces", "amount", "back", "left"];

export function OwedTable({ rows, isOpen, focusId, choice, onFocus, onMore }: Props) {
  const t = useTranslations("owed");
  const all = <ChooseBox label={t("all")} isOn={choice.isAll} onFlip={choice.toggleAll} />;
  return (
    <>
      <Table
        aria-label={t("table")}
        columns={isOpen ? OPEN : CLOSED}
        label={(name) => t(`columns.${name}`)}
        numbers={NUMBERS}
        head="sticky"
        before={isOpen ? all : undefined}
      >
        {rows.map((row) => (
          <OwedLine
            key={row.key}
            row={row}
            isOpen={isOpen}
            focusId={focusId}
            isChosen={choice.chosen.has(row.key)}
            onFocus={onFocus}
            onToggle={choice.toggle}
          />
        ))}
      </Table>
      <More onMore={onMore} />
    </>
  );
}
