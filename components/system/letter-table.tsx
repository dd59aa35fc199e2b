"use client";

import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { useClock } from "@/components/live/console-clock";
import { TABLE, TD, TH } from "@/components/table/classes";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { momentText } from "@/components/ui/format";
import type { DeadLetterView } from "@/server/views/system/dead-letters";

type Props = {
  rows: readonly DeadLetterView[];
  canChoose: boolean;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  onOpen: (id: string) => void;
};

const HEADS = ["id", "account", "topic", "code", "cause", "size", "failedAt"] as const;

export function LetterTable({ rows, canChoose, chosen, onChosen, onOpen }: Props) {
  const t = useTranslations("system.letters");
  const isAll = rows.every((row) => chosen.has(row.id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChosen(next);
  };
  return (
    <table className={TABLE}>
      <thead>
        <tr>
          <th className={cx(TH, "w-8")}>
            {canChoose && (
              <input
                type="checkbox"
                aria-label={t("all")}
                checked={isAll}
                onChange={() => onChosen(isAll ? new Set() : new Set(rows.map((row) => row.id)))}
              />
            )}
          </th>
          {HEADS.map((name) => (
            <th key={name} className={TH}>
              {t(`columns.${name}`)}
            </th>
          ))}
          <th className={TH}>
            <span className="sr-only">{t("view")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LetterRow
            key={row.id}
            row={row}
            isChosen={chosen.has(row.id)}
            onToggle={canChoose ? () => toggle(row.id) : null}
            onOpen={() => onOpen(row.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  row: DeadLetterView;
  isChosen: boolean;
  onToggle: (() => void) | null;
  onOpen: () => void;
};

function LetterRow({ row, isChosen, onToggle, onOpen }: RowProps) {
  const t = useTranslations("system");
  const now = useClock();
  const blocked = useBlocked("operations");
  return (
    <tr data-letter={row.id} className={isChosen ? "bg-accent-soft" : "hover:bg-raised"}>
      <td className={TD}>
        {onToggle && (
          <input
            type="checkbox"
            aria-label={t("letters.pick", { id: row.id })}
            checked={isChosen}
            onChange={onToggle}
          />
        )}
      </td>
      <td className={TD}>{row.id}</td>
      <td className={TD}>{row.accountName ?? row.accountId}</td>
      <td className={TD}>{row.topic}</td>
      <td className={TD}>{row.code}</td>
      <td className={cx(TD, "max-w-md break-words")}>{row.cause}</td>
      <td className={cx(TD, "text-text-2")}>{t("bytes", { count: row.size })}</td>
      <td className={cx(TD, "whitespace-nowrap text-text-2")}>{momentText(row.failedAt, now)}</td>
      <td className={TD}>
        <Button size="small" blocked={blocked} onClick={onOpen}>
          {t("letters.view")}
        </Button>
      </td>
    </tr>
  );
}
