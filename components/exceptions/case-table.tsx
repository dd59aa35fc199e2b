"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Line } from "@/components/table/line";
import { More } from "@/components/table/more";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { Age, Countdown } from "@/components/ui/countdown";
import { momentText, spanText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { StatusChip } from "@/components/ui/status-chip";
import type { CaseRowView } from "@/server/views/cases/case-row";

type Props = {
  rows: readonly CaseRowView[];
  focusId: string | null;
  onFocus: (id: string) => void;
  onMap: (row: CaseRowView) => void;
  onClose: (row: CaseRowView) => void;
  onMore: (() => void) | null;
};

const HEADS = ["when", "code", "cause", "order", "store", "risk", "age", "action"] as const;

export function CaseTable({ rows, onMore, ...rest }: Props) {
  const t = useTranslations("exceptions.columns");
  const isClosed = rows[0]?.closedAt != null;
  return (
    <>
      <Table
        columns={HEADS}
        label={(name) => t(name === "when" ? (isClosed ? "closed" : "due") : name)}
        numbers={["risk"]}
        head="sticky"
      >
        {rows.map((row) => (
          <CaseLine key={row.id} row={row} {...rest} />
        ))}
      </Table>
      <More onMore={onMore} />
    </>
  );
}

type LineProps = Omit<Props, "rows" | "onMore"> & { row: CaseRowView };

function CaseLine({ row, focusId, onFocus, onMap, onClose }: LineProps) {
  const word = useWord();
  const isFocused = row.id === focusId;
  return (
    <Line data-case={row.id} onClick={() => onFocus(row.id)} isFocused={isFocused}>
      <td className={cx(TD, "whitespace-nowrap")}>
        {row.closedAt === null ? <Countdown until={row.dueAt} /> : <Closed row={row} />}
      </td>
      <td className={TD}>
        <StatusChip tone={row.closedAt === null ? "warn" : "ok"}>
          {word("case", row.code)}
        </StatusChip>
      </td>
      <td className={cx(TD, "min-w-64 break-words")}>
        {row.cause}
        {row.outcome !== null && (
          <p className="text-xs text-text-2">{word("outcomeOf", row.outcome)}</p>
        )}
        {row.closedAt === null && word("playbook", row.code) !== row.code && (
          <p className="text-xs text-text-2">{word("playbook", row.code)}</p>
        )}
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>
        {row.order ? (
          <Link href={`/orders/${row.order.id}`} className="text-accent hover:underline">
            <ChannelTag channel={row.order.channel} label={row.order.label} />
          </Link>
        ) : (
          <span className="text-text-2">{row.source ?? "—"}</span>
        )}
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>
        {row.cell === null ? (
          (row.store ?? "—")
        ) : (
          <Link href={`/inventory?cell=${row.cell}`} className="text-accent hover:underline">
            {row.store ?? "—"}
          </Link>
        )}
      </td>
      <td className={cx(TD, "text-right")}>
        {row.riskFen > 0 ? <Money fen={row.riskFen} /> : "—"}
      </td>
      <td className={cx(TD, "text-text-2")}>
        {row.closedAt === null ? (
          <Age since={row.openedAt} />
        ) : (
          spanText(row.closedAt - row.openedAt)
        )}
      </td>
      <td className={TD}>
        <Actions row={row} onMap={onMap} onClose={onClose} />
      </td>
    </Line>
  );
}

function Closed({ row }: { row: CaseRowView }) {
  const t = useTranslations("exceptions");
  const word = useWord();
  const now = useClock();
  const who = row.closedBy === null ? "" : word("source", row.closedBy);
  return (
    <span className="text-text-2">
      {t("closedBy", { who, time: momentText(row.closedAt ?? 0, now) })}
    </span>
  );
}

function Actions({ row, onMap, onClose }: Pick<LineProps, "row" | "onMap" | "onClose">) {
  const t = useTranslations("exceptions");
  const cannotMap = useBlocked("operations", "service");
  const cannotClose = useBlocked("operations", "service", "dispatch", "store");
  if (row.closedAt !== null) return null;
  return (
    <span className="flex gap-1.5">
      {row.mapping && (
        <Button size="small" look="primary" blocked={cannotMap} onClick={() => onMap(row)}>
          {t("map")}
        </Button>
      )}
      <Button size="small" blocked={cannotClose} onClick={() => onClose(row)}>
        {t("done")}
      </Button>
    </span>
  );
}
