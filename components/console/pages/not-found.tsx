"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { EmptyState } from "@/components/table/ladder/empty-state";

export function NotFound() {
  const t = useTranslations("console.notFound");
  return (
    <EmptyState title={t("title")} detail={t("detail")}>
      <Link href="/orders" className="text-sm text-accent underline">
        {t("back")}
      </Link>
    </EmptyState>
  );
}
