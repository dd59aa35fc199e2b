"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { errorCode } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import { SideSheet } from "@/components/overlay/side-sheet";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Unread } from "@/components/table/ladder/ladder";
import { CopyText } from "@/components/ui/copy-text";
import { StatusChip } from "@/components/ui/status-chip";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { amountText } from "../amount";
import { ActionBar } from "./action-bar";
import { ChannelsPanel } from "./channels-panel";
import { HoldersPanel } from "./holders-panel";
import { LedgerPanel } from "./ledger-panel";
import { SumPanel } from "./sum-panel";
import { TodoPanel } from "./todo-panel";
import type { OpenCell } from "./use-open-cell";

const OWN_MS = 300;
const ORDERS_MS = 1_500;
/** What channels answer is told by no event. */
const ANSWERS_MS = 5_000;

/** One shelf, kept true while it is looked at. */
function useCard(cell: OpenCell) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const card = useQuery(
    trpc.inventory.cell.queryOptions(cell, {
      placeholderData: keepPreviousData,
      refetchInterval: ANSWERS_MS,
    }),
  );
  const again = () => {
    void client.invalidateQueries(trpc.inventory.cell.queryFilter(cell));
    void client.invalidateQueries(trpc.inventory.moves.pathFilter());
  };
  useHint(`cell:${cell.storeId}:${cell.skuId}`, again, OWN_MS);
  useHint("inventory", again, ORDERS_MS);
  return { card, again };
}

type Props = { cell: OpenCell; onClose: () => void };

/** A shelf beside the matrix: its sum, what channels show, who holds the goods, what moved, and what can be done. */
export function CellSheet({ cell, onClose }: Props) {
  const t = useTranslations("inventory.card");
  const say = useTranslations("console");
  const { card, again } = useCard(cell);
  const { data, isError, error } = card;
  const label = data ? t("title", { sku: data.name, store: data.storeName }) : say("loading");
  return (
    <SideSheet label={label} onClose={onClose}>
      {data ? (
        <Card card={data} isStale={card.isPlaceholderData} again={again} />
      ) : isError && errorCode(error) === "NOT_FOUND" ? (
        <EmptyState title={t("missing.title")} detail={t("missing.detail")} />
      ) : (
        <Unread query={card} skeleton={{ count: 14, height: 44 }} />
      )}
    </SideSheet>
  );
}

type CardProps = { card: CellCard; isStale: boolean; again: () => void };

function Card({ card, isStale, again }: CardProps) {
  return (
    <div aria-busy={isStale} className={isStale ? "opacity-60" : undefined}>
      <CardHead card={card} />
      <div className="flex flex-col gap-3 p-3">
        <SumPanel card={card} />
        <ActionBar key={`act:${card.storeId}:${card.skuId}`} card={card} onDone={again} />
        <ChannelsPanel card={card} />
        <HoldersPanel card={card} />
        <TodoPanel card={card} />
        <LedgerPanel key={`moves:${card.storeId}:${card.skuId}`} card={card} />
      </div>
    </div>
  );
}

function CardHead({ card }: { card: CellCard }) {
  const t = useTranslations("inventory");
  const word = useWord();
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-panel px-3 py-2.5 pr-14">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-bold">{card.name}</h2>
        <span className="text-sm text-text-2">{card.storeName}</span>
        {card.stopped && <StatusChip tone="crit">{t("stopMark")}</StatusChip>}
        {card.debt > 0 && (
          <StatusChip tone="crit">
            {t("debtMark", { amount: amountText(card.debt, card.unit) })}
          </StatusChip>
        )}
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-3 text-xs text-text-2">
        <CopyText text={card.code} />
        <CopyText text={card.barcode} />
        <span>{card.category}</span>
        <span>{word("zone", card.zone)}</span>
        {card.unit === "gram" && (
          <span>{t("card.portion", { grams: amountText(card.portion, "gram") })}</span>
        )}
        {card.milliPerMinute > 0 && (
          <span>
            {t("card.perHour", {
              count: Math.round((card.milliPerMinute * 60) / 1_000 / card.portion),
            })}
          </span>
        )}
      </div>
    </header>
  );
}
