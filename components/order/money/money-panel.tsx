"use client";

import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { Money } from "@/components/ui/money";
import { Panel } from "@/components/ui/panel";
import type { OrderView } from "../use-order";

/** From list price to what is the merchant's; every line of it is a step of one sum. */
export function MoneyPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.money");
  return (
    <Panel title={t("title")}>
      {order.moneyHeld && <p className="px-3 pt-2 text-xs text-crit-text">{t("held")}</p>}
      <ul className="px-3 py-1.5 text-[13px]">
        {order.ladder.map((step) => (
          <li
            key={step.key}
            data-step={step.key}
            className={cx(
              "flex justify-between gap-3 py-0.5",
              step.isTotal && "border-t border-line font-semibold",
              step.key === "drift" && "text-crit-text",
              !step.isTotal && step.fen === 0 && "text-text-3",
            )}
          >
            <span>{t(step.key)}</span>
            <Money fen={step.fen} />
          </li>
        ))}
        {order.owedFen > 0 && (
          <li
            data-step="owed"
            className="flex justify-between gap-3 py-0.5 font-semibold text-crit-text"
          >
            <span>{t("owed")}</span>
            <Money fen={order.owedFen} />
          </li>
        )}
      </ul>
    </Panel>
  );
}
