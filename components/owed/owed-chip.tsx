"use client";

import { useTranslations } from "use-intl";
import { StatusChip } from "@/components/ui/status-chip";

type Props = {
  row: { backFen: number; closedAt: number | null; closedBy: string | null };
};

/** How it stands with money that is owed: waits, went back in part, went back, was settled. */
export function OwedChip({ row }: Props) {
  const t = useTranslations("owed");
  if (row.closedAt !== null)
    return row.closedBy === "channel" ? (
      <StatusChip tone="ok">{t("paid")}</StatusChip>
    ) : (
      <StatusChip tone="neutral">{t("settled")}</StatusChip>
    );
  return row.backFen > 0 ? (
    <StatusChip tone="info">{t("partly")}</StatusChip>
  ) : (
    <StatusChip tone="warn">{t("open")}</StatusChip>
  );
}
