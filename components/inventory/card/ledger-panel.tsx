"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useTRPC } from "@/components/data/trpc";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Ladder } from "@/components/table/ladder/ladder";
import { MoreButton } from "@/components/table/more-button";
import { Table } from "@/components/table/table";
import { cx } from "@/components/ui/classes";
import { momentText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import type { CellCard } from "@/server/views/inventory/cell-card";
import type { MoveView } from "@/server/views/inventory/ledger";
import { amountText, changeText, type Unit } from "../amount";

const COLUMNS = ["time", "kind", "reason", "change", "balance"] as const;

/** What moved on a shelf, newest first, each with what lay there afterwards. */
export function LedgerPanel({ card }: { card: CellCard }) {
  const t = useTranslations("inventory.card");
  const trpc = useTRPC();
  const { storeId, skuId } = card;
  const moves = useInfiniteQuery(
    trpc.inventory.moves.infiniteQueryOptions(
      { storeId, skuId },
      {
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
      },
    ),
  );
  return (
    <Panel title={t("ledger")}>
      <Ladder
        query={moves}
        rows={moves.data?.pages.flatMap((page) => page.rows)}
        empty={<p className="px-3 py-4 text-xs text-text-2">{t("noMoves")}</p>}
      >
        {(rows) => (
          <Table columns={COLUMNS} label={(name) => t(`moveColumns.${name}`)} head="unseen">
            {rows.map((row) => (
              <MoveLine key={row.seq} row={row} unit={card.unit} />
            ))}
          </Table>
        )}
      </Ladder>
      <MoreButton query={moves} />
    </Panel>
  );
}

function MoveLine({ row, unit }: { row: MoveView; unit: Unit }) {
  const t = useTranslations("inventory");
  const word = useWord();
  const now = useClock();
  const side = [
    row.quarantineDelta !== 0 &&
      `${t("columns.quarantine")} ${changeText(row.quarantineDelta, unit)}`,
    row.transitDelta !== 0 && `${t("columns.inTransit")} ${changeText(row.transitDelta, unit)}`,
  ].filter(Boolean);
  return (
    <tr>
      <td className={cx(TD, "text-xs whitespace-nowrap text-text-2")}>{momentText(row.at, now)}</td>
      <td className={cx(TD, "whitespace-nowrap")}>{word("stockMove", row.kind)}</td>
      <td className={cx(TD, "w-full text-xs text-text-2")}>
        {row.orderId !== null && (
          <Link href={`/orders/${row.orderId}`} className="mr-2 text-accent hover:underline">
            {row.orderId}
          </Link>
        )}
        {row.reason}
        {row.actor !== "system" && ` · ${row.actor}`}
      </td>
      <td className={cx(TD, "text-right whitespace-nowrap tabular-nums")}>
        {row.delta !== 0 && (
          <span className={row.delta < 0 ? "" : "text-ok"}>{changeText(row.delta, unit)}</span>
        )}
        {side.length > 0 && <span className="ml-2 text-xs text-text-2">{side.join(" ")}</span>}
      </td>
      <td
        className={cx(TD, "text-right text-xs whitespace-nowrap text-text-2 tabular-nums")}
        title={t("card.balance")}
      >
        {amountText(row.balance, unit)}
      </td>
    </tr>
  );
}
