"use client";

import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { HEAT_CLASSES, HEAT_STEPS } from "../heat";

/** What colours, letters and keys mean, below the matrix. */
export function Legend() {
  const t = useTranslations("inventory");
  const steps = ["0", "≤3", "≤10", "≤30", "≤100", `>${HEAT_STEPS.at(-1)}`];
  return (
    <section
      aria-label={t("legend")}
      className={cx(
        "flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-line bg-panel px-3",
        "text-[11px] whitespace-nowrap text-text-2",
      )}
    >
      <span className="flex items-center gap-1.5">
        {t("legendHeat")}
        {steps.map((step, i) => (
          <span
            key={step}
            className={cx(
              "inline-flex h-4.5 min-w-8 items-center justify-center rounded-sm border border-line-soft",
              "px-1 tabular-nums",
              HEAT_CLASSES[i],
            )}
          >
            {step}
          </span>
        ))}
      </span>
      <span className="text-crit-text">≠ {t("states.differs")}</span>
      <span className="text-warn">▾ {t("states.low")}</span>
      <span className="ml-auto">{t("keys")}</span>
    </section>
  );
}
