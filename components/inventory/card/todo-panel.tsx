"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { Age } from "@/components/ui/countdown";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { amountText } from "../amount";

/** What waits to be done at a shelf, and what is coming to it. */
export function TodoPanel({ card }: { card: CellCard }) {
  const t = useTranslations("inventory.card");
  const word = useWord();
  const { count, transfers, restock, suggestion, unit } = card;
  const text = (base: number) => amountText(base, unit);
  const isEmpty = !count && transfers.length === 0 && !restock && !suggestion;
  return (
    <Panel title={t("todo")}>
      {isEmpty && <p className="px-3 py-4 text-xs text-text-2">{t("noTodo")}</p>}
      <ul className="divide-y divide-line-soft text-[13px]">
        {count && (
          <Line side={<Age since={count.openedAt} />}>
            <StatusChip tone="warn">{t("countTask", { reason: count.reason })}</StatusChip>
            <span className="text-xs text-text-2">{count.openedBy}</span>
          </Line>
        )}
        {transfers.map((one) => (
          <Line key={one.id} side={<Age since={one.createdAt} />}>
            <span>
              {one.toStoreId === card.storeId
                ? t("transferIn", { from: one.fromName, amount: text(one.qty) })
                : t("transferOut", { to: one.toName, amount: text(one.qty) })}
            </span>
            <span className="text-xs text-text-2">{one.note}</span>
          </Line>
        ))}
        {restock && (
          <Line side={<Age since={restock.createdAt} />}>
            <span>{t("restock", { amount: text(restock.qty) })}</span>
            <StatusChip tone={restock.fault === null ? "info" : "warn"}>
              {word("restockState", restock.state)}
            </StatusChip>
            <span className="text-xs text-text-2">{restock.fault ?? restock.warehouseNo}</span>
          </Line>
        )}
        {suggestion && !restock && (
          <Line side={null}>
            <StatusChip tone="info">
              {t("suggestion", {
                amount: text(suggestion.qty),
                point: text(suggestion.orderPoint),
                target: text(suggestion.target),
              })}
            </StatusChip>
          </Line>
        )}
      </ul>
    </Panel>
  );
}

function Line({ side, children }: { side: React.ReactNode; children: React.ReactNode }) {
  return (
    <li className="flex items-center gap-2 px-3 py-2">
      {children}
      <span className="ml-auto text-xs text-text-2">{side}</span>
    </li>
  );
}
