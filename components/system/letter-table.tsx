"use client";

import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { useClock } from "@/components/live/console-clock";
import { ChooseBox } from "@/components/table/choose-box";
import { TD } from "@/components/table/classes";
import { Line } from "@/components/table/line";
import { Table } from "@/components/table/table";
import type { Choice } from "@/components/table/use-choice";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { momentText } from "@/components/ui/format";
import type { DeadLetterView } from "@/server/views/system/dead-letters";

type Props = {
  rows: readonly DeadLetterView[];
  canChoose: boolean;
  choice: Choice;
  onOpen: (id: string) => void;
};

const HEADS = ["id", "account", "topic", "code", "cause", "size", "failedAt"] as const;

export function LetterTable({ rows, canChoose, choice, onOpen }: Props) {
  const t = useTranslations("system.letters");
  const all = <ChooseBox label={t("all")} isOn={choice.isAll} onFlip={choice.toggleAll} />;
  return (
    <Table
      columns={HEADS}
      label={(name) => t(`columns.${name}`)}
      before={canChoose ? all : null}
      actions={t("view")}
    >
      {rows.map((row) => (
        <LetterRow
          key={row.id}
          row={row}
          isChosen={choice.chosen.has(row.id)}
          onToggle={canChoose ? () => choice.toggle(row.id) : null}
          onOpen={() => onOpen(row.id)}
        />
      ))}
    </Table>
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
    <Line data-letter={row.id} isChosen={isChosen}>
      <td className={TD}>
        {onToggle && (
          <ChooseBox label={t("letters.pick", { id: row.id })} isOn={isChosen} onFlip={onToggle} />
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
    </Line>
  );
}
