"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { cx } from "@/components/ui/classes";
import { Countdown } from "@/components/ui/countdown";
import { momentText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { OrderView } from "./use-order";

/** The order's cases, open ones first. Not drawn where there never was one. */
export function CasesPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.cases");
  const word = useWord();
  const now = useClock();
  if (order.cases.length === 0) return null;
  return (
    <Panel title={t("title")}>
      <ul>
        {order.cases.map((each) => (
          <li
            key={each.id}
            className="flex items-center gap-3 border-b border-line-soft px-3 py-2 text-[13px] last:border-0"
          >
            <StatusChip tone={each.closedAt === null ? "crit" : "ok"}>
              {word("case", each.code)}
            </StatusChip>
            <span className="min-w-0 flex-1 break-words">
              {each.cause}
              {each.outcome !== null && (
                <span className="text-text-2"> · {word("outcomeOf", each.outcome)}</span>
              )}
            </span>
            {each.riskFen > 0 && <Money fen={each.riskFen} />}
            {each.closedAt === null ? (
              <Countdown until={each.dueAt} />
            ) : (
              <time className="text-xs text-text-2">{momentText(each.closedAt, now)}</time>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function RefundsPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.refunds");
  const word = useWord();
  const now = useClock();
  return (
    <Panel title={t("title")}>
      {order.refunds.length === 0 && <p className="px-3 py-2 text-xs text-text-2">{t("none")}</p>}
      <ul>
        {order.refunds.map((refund) => (
          <li
            key={refund.refundId}
            className={cx(
              "flex items-center justify-between gap-3 border-b border-line-soft px-3 py-1.5",
              "text-[13px] last:border-0",
            )}
          >
            <span className="min-w-0 truncate text-text-2" title={refund.refundId}>
              {momentText(refund.at, now)} · {word("refund", refund.status)}
            </span>
            <Money fen={refund.amountFen} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
