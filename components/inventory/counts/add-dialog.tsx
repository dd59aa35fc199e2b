"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field, Select } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import { SkuPicker } from "../sku-picker";
import type { Shelf } from "./use-counts";

type Props = {
  stores: readonly { id: number; name: string }[];
  storeId: number | null;
  onAdd: (shelf: Shelf) => void;
  onClose: () => void;
};

/** Put shelves on the list by choosing them, one after the other. */
export function AddDialog({ stores, storeId: scope, onAdd, onClose }: Props) {
  const t = useTranslations("stockWork.counts");
  const say = useTranslations("console");
  const [storeId, setStoreId] = useState(scope ?? stores[0]?.id ?? 0);
  const [row, setRow] = useState<MatrixRow | null>(null);
  const add = () => {
    const storeName = stores.find((store) => store.id === storeId)?.name ?? "";
    if (!row) return;
    const { id: skuId, code, name, unit } = row;
    onAdd({ storeId, storeName, skuId, code, name, unit, task: null });
    setRow(null);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("addTitle")}>
      <div className="flex flex-col gap-3">
        {scope === null && stores.length > 1 && (
          <Field label={t("store")} htmlFor="count-store">
            <Select
              id="count-store"
              value={String(storeId)}
              onPick={(value) => setStoreId(Number(value))}
              choices={stores.map((store) => ({ value: String(store.id), label: store.name }))}
            />
          </Field>
        )}
        <SkuPicker storeId={storeId} picked={row?.id ?? null} onPick={setRow} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("close")}</Button>
          <Button look="primary" disabled={row === null} onClick={add}>
            {t("add")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
