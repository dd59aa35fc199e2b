"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { type PickChoice, PickList } from "@/components/form/pick-list";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import { moneyText } from "@/components/ui/format";
import type { CaseRowView } from "@/server/views/cases/case-row";

type Mapping = NonNullable<CaseRowView["mapping"]>;
type Props = { row: CaseRowView; mapping: Mapping; onClose: () => void; onDone: () => void };

/** What we call the thing that the channel calls otherwise. Once said, it holds for all orders, these and later ones. */
export function MapDialog({ row, mapping, onClose, onDone }: Props) {
  const t = useTranslations("exceptions.mapping");
  const say = useTranslations("console");
  const [words, setWords] = useState("");
  const [picked, setPicked] = useState<number | null>(null);
  const isSku = mapping.kind === "sku";
  const choices = useChoices(mapping.kind, useDeferredValue(words.trim()));
  const { save, fault, isBusy } = useSave(mapping, onDone);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isSku ? t("skuTitle") : t("storeTitle")}
      detail={`${row.cause} · ${t("from", { account: mapping.accountName })} ${mapping.externalCode}`}
      footer={
        <>
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button
            look="primary"
            disabled={isBusy}
            blocked={picked === null ? t("pick") : null}
            onClick={() => picked !== null && save(picked)}
          >
            {t("submit")}
          </Button>
        </>
      }
    >
      <PickList
        label={t("search")}
        words={words}
        onWords={setWords}
        choices={choices}
        picked={picked}
        onPick={setPicked}
        none={t("none")}
      />
      <p className="mt-2 text-xs text-text-2">{t("later")}</p>
      {fault !== null && (
        <p role="alert" className="mt-2 text-xs text-crit-text">
          {fault}
        </p>
      )}
    </Dialog>
  );
}

function useChoices(kind: Mapping["kind"], words: string): PickChoice[] | undefined {
  const trpc = useTRPC();
  const word = useWord();
  const isSku = kind === "sku";
  const skus = useQuery(trpc.exceptions.skus.queryOptions({ words }, { enabled: isSku }));
  const stores = useQuery(trpc.exceptions.stores.queryOptions(undefined, { enabled: !isSku }));
  if (isSku) {
    return skus.data?.map((sku) => ({
      id: sku.id,
      name: sku.name,
      detail: `${sku.code} · ${word("zone", sku.zone)} · ${moneyText(sku.priceFen)}`,
    }));
  }
  return stores.data
    ?.filter((store) => `${store.name}${store.code}${store.district}`.includes(words))
    .map((store) => ({
      id: store.id,
      name: store.name,
      detail: `${store.code} · ${store.district}`,
    }));
}

function useSave(mapping: Mapping, onDone: () => void) {
  const t = useTranslations("exceptions.mapping");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const onSuccess = ({ orders }: { orders: number }) => {
    toast.success(t("result", { count: orders }));
    onDone();
  };
  const sku = useMutation(trpc.exceptions.mapSku.mutationOptions({ onSuccess }));
  const store = useMutation(trpc.exceptions.mapStore.mutationOptions({ onSuccess }));
  const { accountId, externalCode, kind } = mapping;
  const error = sku.error ?? store.error;
  return {
    isBusy: sku.isPending || store.isPending,
    fault: error === null ? null : errorText(error, say("offline")),
    save: (id: number) =>
      kind === "sku"
        ? sku.mutate({ accountId, externalCode, skuId: id })
        : store.mutate({ accountId, externalCode, storeId: id }),
  };
}
