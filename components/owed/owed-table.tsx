"use client";

import { useTranslations } from "use-intl";
import { TABLE, TH } from "@/components/table/classes";
import { More } from "@/components/table/more";
import { cx } from "@/components/ui/classes";
import type { OwedRowView } from "@/server/views/owed/owed-row";
import { OwedLine } from "./owed-line";

type Props = {
  rows: readonly OwedRowView[];
  isOpen: boolean;
  focusId: string | null;
  chosen: ReadonlySet<string>;
  onFocus: (key: string) => void;
  onToggle: (key: string) => void;
  onAll: (keys: readonly string[]) => void;
  onMore: (() => void) | null;
};

const FIRST = ["order", "store", "why", "article"] as const;
const NUMBERS = ["pieces", "amount", "back"] as const;

export function OwedTable({ rows, isOpen, chosen, onAll, onMore, ...rest }: Props) {
  const t = useTranslations("owed");
  const isAll = rows.every((row) => chosen.has(row.key));
  return (
    <>
      <table className={TABLE} aria-label={t("table")}>
        <thead className="sticky top-0 z-10">
          <tr>
            {isOpen && (
              <th className={cx(TH, "w-8 bg-raised pr-0")}>
                <input
                  type="checkbox"
                  className="block"
                  aria-label={t("all")}
                  checked={isAll}
                  onChange={() => onAll(isAll ? [] : rows.map((row) => row.key))}
                />
              </th>
            )}
            {FIRST.map((name) => (
              <th key={name} className={cx(TH, "bg-raised")}>
                {t(`columns.${name}`)}
              </th>
            ))}
            {[...NUMBERS, ...(isOpen ? (["left"] as const) : [])].map((name) => (
              <th key={name} className={cx(TH, "bg-raised text-right")}>
                {t(`columns.${name}`)}
              </th>
            ))}
            <th className={cx(TH, "bg-raised")}>{t(`columns.${isOpen ? "since" : "ended"}`)}</th>
            <th className={cx(TH, "bg-raised")}>{t("columns.state")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <OwedLine
              key={row.key}
              row={row}
              isOpen={isOpen}
              isChosen={chosen.has(row.key)}
              {...rest}
            />
          ))}
        </tbody>
      </table>
      <More onMore={onMore} />
    </>
  );
}
