"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

type Props = { message: string; onRetry: () => void; isRetrying?: boolean };

export function ErrorState({ message, onRetry, isRetrying = false }: Props) {
  const t = useTranslations("console");
  return (
    <div
      role="alert"
      className="flex flex-col items-center justify-center gap-3 px-6 py-16 text-center"
    >
      <p className="text-sm text-crit-text">{t("failed")}</p>
      <p className="max-w-md text-xs text-text-2">{message}</p>
      <Button onClick={onRetry} disabled={isRetrying}>
        {t("retry")}
      </Button>
    </div>
  );
}
