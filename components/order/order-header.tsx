"use client";

import { useTranslations } from "use-intl";
import { PhaseChip } from "@/components/orders/phase-chip";
import { ChannelDot } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { CopyText } from "@/components/ui/copy-text";
import { Countdown } from "@/components/ui/countdown";
import { minuteText, spanText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { OrderView } from "./use-order";

export function OrderHeader({ order, isPeek }: { order: OrderView; isPeek: boolean }) {
  const t = useTranslations("order");
  return (
    <header
      className={cx(
        "sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b",
        "border-line bg-panel py-2 pr-14 pl-3",
      )}
    >
      <ChannelDot channel={order.channel} />
      <h1 className="text-base font-bold">{order.label}</h1>
      <PhaseChip phase={order.phase} />
      <PromiseText order={order} />
      <Money fen={order.paidFen} className="text-sm font-semibold" />
      {!isPeek && <CopyText text={order.externalNo} className="text-xs text-text-2" />}
      {isPeek && (
        <a href={`/orders/${order.id}`} className="ml-auto text-xs text-accent hover:underline">
          {t("open")} ↗
        </a>
      )}
    </header>
  );
}

function PromiseText({ order }: { order: OrderView }) {
  const t = useTranslations("order");
  const { deliveredAt, promiseAt } = order;
  if (deliveredAt !== null) {
    const late = promiseAt === null ? 0 : deliveredAt - promiseAt;
    const span = spanText(Math.abs(late));
    return (
      <span className="text-sm text-text-2">
        {t("deliveredAt", { time: minuteText(deliveredAt) })}
        {promiseAt !== null && (
          <span className={late > 0 ? "ml-1.5 text-crit-text" : "ml-1.5 text-ok"}>
            {late > 0 ? t("late", { span }) : t("early", { span })}
          </span>
        )}
      </span>
    );
  }
  if (promiseAt === null) return null;
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-text-2">
      {t("promise", { time: minuteText(promiseAt) })}
      {!order.isOver && <Countdown until={promiseAt} className="font-semibold" />}
    </span>
  );
}
