"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { OWED_ROLES } from "@/components/console/pages/pages";
import { useBlocked } from "@/components/console/session";
import { useClock } from "@/components/live/console-clock";
import { OwedChip } from "@/components/owed/owed-chip";
import { momentText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Panel } from "@/components/ui/panel";
import type { OrderView } from "../use-order";

/** What the order owes or owed its buyer. Not drawn where it never owed anything. */
export function OwedPanel({ order }: { order: OrderView }) {
  const t = useTranslations("owed");
  const blocked = useBlocked(...OWED_ROLES);
  if (order.owed.length === 0) return null;
  const link = order.owedFen > 0 && blocked === null && (
    <Link href={`/owed?q=${order.id}`} className="text-xs text-accent hover:underline">
      {t("order.all")}
    </Link>
  );
  return (
    <Panel title={t("order.title")} side={link}>
      <ul>
        {order.owed.map((row) => (
          <OwedRow key={row.ref} row={row} />
        ))}
      </ul>
    </Panel>
  );
}

function OwedRow({ row }: { row: OrderView["owed"][number] }) {
  const t = useTranslations("owed");
  const now = useClock();
  return (
    <li className="border-b border-line-soft px-3 py-1.5 text-[13px] last:border-0">
      <div className="flex items-center gap-2">
        <OwedChip row={row} />
        <span className="min-w-0 flex-1 truncate" title={row.article ?? undefined}>
          {t(`whys.${row.why}`)}
          {row.article !== null && ` · ${row.article} ×${row.pieces}`}
        </span>
        <Money fen={row.amountFen} />
      </div>
      <p className="mt-0.5 text-xs break-words text-text-2">
        {row.closedAt === null ? momentText(row.at, now) : momentText(row.closedAt, now)}
        {row.closedAt !== null &&
          row.closedBy !== null &&
          ` · ${row.closedBy === "channel" ? t("channelBy") : row.closedBy}`}
        {row.note !== null && ` · ${row.note}`}
      </p>
    </li>
  );
}
