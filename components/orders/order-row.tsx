"use client";

import { Link2 } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { CopyText } from "@/components/ui/copy-text";
import { Countdown } from "@/components/ui/countdown";
import { minuteText } from "@/components/ui/format";
import { MaskedText } from "@/components/ui/masked-text";
import { Money } from "@/components/ui/money";
import type { OrderRowView } from "@/server/views/orders/order-row";
import { COLUMNS } from "./columns";
import { MarkIcons } from "./mark-icons";
import { PhaseChip } from "./phase-chip";

type Props = {
  row: OrderRowView;
  index: number;
  height: number;
  top: number;
  isFocused: boolean;
  isStale: boolean;
  onPick: (id: string) => void;
  onOpen: (id: string) => void;
};

export const rowDomId = (id: string): string => `row-${id}`;

export const OrderRow = memo(function OrderRow(props: Props) {
  const { row, index, height, top, isFocused, isStale, onPick, onOpen } = props;
  const t = useTranslations("orders");
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
    <div
      role="row"
      id={rowDomId(row.id)}
      data-order={row.id}
      aria-rowindex={index + 2}
      aria-selected={isFocused}
      title={isStale ? t("stale") : undefined}
      onClick={() => onPick(row.id)}
      onDoubleClick={() => onOpen(row.id)}
      className={cx(
        COLUMNS,
        "absolute inset-x-0 cursor-default border-b border-line-soft px-3 text-[13px] text-text",
        isFocused ? "bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]" : "hover:bg-raised",
        isStale && "opacity-50",
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Cell>
        <ChannelTag channel={row.channel} label={row.label} />
      </Cell>
      <Cell className="text-text-2">
        <CopyText text={row.externalNo} shown={`…${row.externalNo.slice(-8)}`} />
      </Cell>
      <Cell>
        <PhaseChip phase={row.phase} />
      </Cell>
      <Cell>
        <PromiseCell row={row} />
      </Cell>
      <Cell className="truncate">{row.store ?? t("noStore")}</Cell>
      <Cell className="flex text-text-2">
        <MaskedText name={row.recipient} phoneTail={row.phoneTail} address={row.address} />
      </Cell>
      <Cell className="flex gap-1.5">
        <GoodsCell row={row} />
      </Cell>
      <Cell className="text-right">
        <Money fen={row.paidFen} />
      </Cell>
      <Cell className="text-accent">
        {row.merged && (
          <span
            className="inline-flex items-center gap-1"
            title={t("mergedTitle", { of: row.merged.of, no: row.merged.no ?? 1 })}
          >
            <Link2 className="size-3.5" aria-hidden />
            {row.merged.no ?? 1}/{row.merged.of}
          </span>
        )}
      </Cell>
      <Cell className="truncate text-text-2">
        {row.rider ?? (row.deliveryOwner === "platform" ? t("platformRider") : "")}
      </Cell>
      <Cell>
        <MarkIcons marks={row.marks} />
      </Cell>
    </div>
  );
});

function Cell({ className, children }: { className?: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div role="gridcell" className={cx("min-w-0 overflow-hidden whitespace-nowrap", className)}>
      {children}
    </div>
  );
}

function PromiseCell({ row }: { row: OrderRowView }) {
  const t = useTranslations("orders");
  if (row.deliveredAt !== null) {
    return (
      <span className="text-text-2">{t("delivered", { time: minuteText(row.deliveredAt) })}</span>
    );
  }
  if (row.isOver || row.promiseAt === null) return <span className="text-text-3">—</span>;
  return <Countdown until={row.promiseAt} />;
}

function GoodsCell({ row }: { row: OrderRowView }) {
  const t = useTranslations("orders");
  const word = useWord();
  return (
    <>
      <span className="truncate" title={row.goods}>
        {row.goods}
      </span>
      <span className="shrink-0 text-text-2">{t("pieces", { count: row.pieces })}</span>
      {row.zones.map((zone) => (
        <span
          key={zone}
          className="shrink-0 rounded bg-info-soft px-1 text-[11px] leading-4.5 text-info"
        >
          {word("zone", zone)}
        </span>
      ))}
    </>
  );
}
