"use client";

import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { Panel } from "@/components/ui/panel";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { amountText } from "../amount";

const TAKEN = ["reserved", "picked", "safety", "frozen", "quarantine"] as const;

/** The sum that gives what may be sold, term by term. */
export function SumPanel({ card }: { card: CellCard }) {
  const t = useTranslations("inventory");
  const text = (base: number) => amountText(base, card.unit);
  const { onHand, reserved, picked, safety, frozen, quarantine, free } = card;
  const said = { onHand, reserved, picked, safety, frozen, quarantine, free };
  const values = Object.fromEntries(Object.entries(said).map(([k, n]) => [k, text(n)]));
  return (
    <Panel title={t("card.sum")}>
      <p className="sr-only">{t("card.sumLine", values as Record<keyof typeof said, string>)}</p>
      <div aria-hidden className="flex flex-wrap items-end gap-x-2 gap-y-3 px-3 py-3">
        <Term name={t("columns.onHand")} value={text(onHand)} />
        {TAKEN.map((part) => (
          <Fragment key={part}>
            <Sign isFaint={card[part] === 0}>−</Sign>
            <Term name={t(`columns.${part}`)} value={text(card[part])} isFaint={card[part] === 0} />
          </Fragment>
        ))}
        <Sign>=</Sign>
        <Term name={t("columns.free")} value={text(free)} isResult />
        <div className="ml-auto flex gap-4 border-l border-line-soft pl-4">
          <Term
            name={t("columns.inTransit")}
            value={text(card.inTransit)}
            isFaint={card.inTransit === 0}
          />
          <Term
            name={t("columns.dedicated")}
            value={text(card.dedicated)}
            isFaint={card.dedicated === 0}
          />
        </div>
      </div>
      {(card.stopped || card.debt > 0) && (
        <div className="border-t border-line-soft px-3 py-2 text-xs text-crit-text">
          {card.stopped && <p>■ {t("card.stoppedNow")}</p>}
          {card.debt > 0 && <p>■ {t("card.debtNow", { amount: text(card.debt) })}</p>}
        </div>
      )}
    </Panel>
  );
}

function Sign({ isFaint = false, children }: { isFaint?: boolean; children: string }) {
  return (
    <span className={cx("pb-0.5 text-lg", isFaint ? "text-text-3" : "text-text-2")}>
      {children}
    </span>
  );
}

type TermProps = { name: string; value: string; isFaint?: boolean; isResult?: boolean };

function Term({ name, value, isFaint = false, isResult = false }: TermProps) {
  return (
    <span className="flex flex-col items-center">
      <span className="text-[11px] text-text-2">{name}</span>
      <span
        data-term={name}
        className={cx(
          "tabular-nums",
          isResult ? "text-2xl font-bold text-accent" : "text-lg",
          isFaint && "text-text-3",
        )}
      >
        {value}
      </span>
    </span>
  );
}
