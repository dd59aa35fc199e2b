"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

type Props = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
};

/** Below the rows of a panel: the next page, when somebody asks for it. Nothing where all has been read. */
export function MoreButton({ query }: Props) {
  const t = useTranslations("console");
  if (!query.hasNextPage) return null;
  return (
    <div className="shrink-0 p-2 text-center">
      <Button
        size="small"
        look="ghost"
        disabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {t("moreRows")}
      </Button>
    </div>
  );
}
