"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useMe } from "@/components/console/session";
import { Field, Select } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import type { MatrixRow } from "@/server/views/inventory/matrix";
import { SendDialog } from "../edit/send-dialog";
import { toShelf } from "../heat";
import { SkuPicker } from "../sku-picker";

type Props = { onClose: () => void; onDone: () => void };

/** Choose from where and what; how much and to where comes next. */
export function NewTransfer({ onClose, onDone }: Props) {
  const t = useTranslations("stockWork.transfers");
  const say = useTranslations("console");
  const { stores } = useMe();
  const [scope] = useStoreScope();
  const [storeId, setStoreId] = useState(scope ?? stores[0]?.id ?? 0);
  const [row, setRow] = useState<MatrixRow | null>(null);
  const [isNext, setNext] = useState(false);
  const tuple = row?.cells.find(([id]) => id === storeId);
  if (isNext && row && tuple) {
    const { free, onHand } = toShelf(tuple);
    const storeName = stores.find((store) => store.id === storeId)?.name ?? "";
    const shelf = { storeId, storeName, skuId: row.id, name: row.name, unit: row.unit };
    return <SendDialog card={{ ...shelf, free, onHand }} onClose={onClose} onDone={onDone} />;
  }
  return (
    <Dialog isOpen onClose={onClose} title={t("sendTitle")}>
      <div className="flex flex-col gap-3">
        <Field label={t("from")} htmlFor="transfer-from">
          <Select
            id="transfer-from"
            value={String(storeId)}
            onPick={(value) => {
              setStoreId(Number(value));
              setRow(null);
            }}
            choices={stores.map((store) => ({ value: String(store.id), label: store.name }))}
          />
        </Field>
        <SkuPicker storeId={storeId} picked={row?.id ?? null} onPick={setRow} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button look="primary" disabled={row === null} onClick={() => setNext(true)}>
            {t("qty")} →
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
