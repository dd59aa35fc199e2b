"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useClock } from "@/components/live/console-clock";
import { useAgeText } from "@/components/table/age-text";
import { ChooseBox } from "@/components/table/choose-box";
import { TD } from "@/components/table/classes";
import { Line } from "@/components/table/line";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { momentText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { OwedRowView } from "@/server/views/owed/owed-row";
import { OwedChip } from "./owed-chip";

const LATE_MS = 86_400_000;

type Props = {
  row: OwedRowView;
  isOpen: boolean;
  focusId: string | null;
  isChosen: boolean;
  onFocus: (key: string) => void;
  onToggle: (key: string) => void;
};

export function OwedLine({ row, isOpen, focusId, isChosen, onFocus, onToggle }: Props) {
  const t = useTranslations("owed");
  const isFocused = row.key === focusId;
  const label = `${row.order.label} ${row.article ?? t(`whys.${row.why}`)}`;
  return (
    <Line
      data-owed={row.key}
      onClick={() => onFocus(row.key)}
      isFocused={isFocused}
      isChosen={isChosen}
    >
      {isOpen && (
        <td className={cx(TD, "pr-0")}>
          <ChooseBox
            label={t("pick", { label })}
            isOn={isChosen}
            onFlip={() => onToggle(row.key)}
          />
        </td>
      )}
      <td className={cx(TD, "whitespace-nowrap")}>
        <Link href={`/orders/${row.order.id}`} className="text-accent hover:underline">
          <ChannelTag channel={row.order.channel} label={row.order.label} />
        </Link>
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>{row.store ?? "—"}</td>
      <td className={cx(TD, "whitespace-nowrap")}>{t(`whys.${row.why}`)}</td>
      <td className={cx(TD, "w-full max-w-0")}>
        <p className="truncate" title={row.article ?? undefined}>
          {row.article ?? <span className="text-text-2">{t("wholeOrder")}</span>}
        </p>
      </td>
      <td className={cx(TD, "text-right tabular-nums")}>{row.pieces || "—"}</td>
      <td className={cx(TD, "text-right")}>
        <Money fen={row.amountFen} />
      </td>
      <td className={cx(TD, "text-right", row.backFen === 0 && "text-text-2")}>
        <Money fen={row.backFen} />
      </td>
      {isOpen && (
        <td className={cx(TD, "text-right font-semibold")}>
          <Money fen={row.leftFen} />
        </td>
      )}
      <When row={row} />
      <State row={row} />
    </Line>
  );
}

function When({ row }: { row: OwedRowView }) {
  const t = useTranslations("owed");
  const now = useClock();
  const ageText = useAgeText();
  const title = momentText(row.at, now);
  if (row.closedAt === null) {
    const isLate = now - row.at > LATE_MS;
    return (
      <td
        title={title}
        className={cx(
          TD,
          "whitespace-nowrap tabular-nums",
          isLate ? "text-crit-text" : "text-text-2",
        )}
      >
        {isLate && (
          <span role="img" aria-label={t("late")} className="mr-1 text-[9px] leading-none">
            ■
          </span>
        )}
        {ageText(now - row.at)}
      </td>
    );
  }
  const who = row.closedBy === "channel" ? t("channelBy") : (row.closedBy ?? "");
  return (
    <td title={title} className={cx(TD, "whitespace-nowrap text-text-2")}>
      {t("by", { who, time: momentText(row.closedAt, now) })}
    </td>
  );
}

function State({ row }: { row: OwedRowView }) {
  return (
    <td className={cx(TD, "whitespace-nowrap")}>
      <span className="flex items-center gap-2">
        <OwedChip row={row} />
        {row.note !== null && (
          <span className="max-w-64 truncate text-xs text-text-2" title={row.note}>
            {row.note}
          </span>
        )}
      </span>
    </td>
  );
}
