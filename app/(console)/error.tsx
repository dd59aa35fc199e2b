"use client";

import { useTranslations } from "use-intl";
import { ErrorState } from "@/components/table/ladder/error-state";

export default function ConsoleError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations("console");
  return <ErrorState message={t("crashed")} onRetry={reset} />;
}
