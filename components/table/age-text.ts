"use client";

import { useTranslations } from "use-intl";

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;

/** A long time in words, to the minute on its first day and to the hour after it. */
export function useAgeText(): (ms: number) => string {
  const t = useTranslations("console.age");
  return (ms) => {
    const all = Math.max(0, Math.floor(ms / MINUTE_MS));
    const [days, hours, minutes] = [
      Math.floor(all / MINUTES_A_DAY),
      Math.floor((all % MINUTES_A_DAY) / 60),
      all % 60,
    ];
    if (days > 0) return t("days", { days, hours });
    return hours > 0 ? t("hours", { hours, minutes }) : t("minutes", { minutes });
  };
}
