"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/data/trpc";
import { PickList } from "@/components/form/pick-list";
import type { MatrixRow } from "@/server/views/inventory/matrix";

type Props = {
  storeId: number;
  picked: number | null;
  onPick: (row: MatrixRow) => void;
};

/** Find an article that a store keeps. */
export function SkuPicker({ storeId, picked, onPick }: Props) {
  const t = useTranslations("stockWork.counts");
  const trpc = useTRPC();
  const [words, setWords] = useState("");
  const asked = useDeferredValue(words.trim());
  const question = {
    ...{ words: asked, categories: [], zones: [], state: null },
    ...{ storeId, skuIds: null },
  };
  const found = useQuery(trpc.inventory.page.queryOptions({ question }));
  const rows = found.data?.rows ?? [];
  return (
    <PickList
      label={t("find")}
      words={words}
      onWords={setWords}
      choices={found.data && rows.map(({ id, name, code }) => ({ id, name, detail: code }))}
      picked={picked}
      onPick={(id) => {
        const row = rows.find((r) => r.id === id);
        if (row) onPick(row);
      }}
      none={t("none")}
    />
  );
}
