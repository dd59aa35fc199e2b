"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Input } from "@/components/form/input";
import { SubmitRow } from "@/components/form/submit-row";
import { Dialog } from "@/components/overlay/dialog";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { amountInput, amountText, readAmount } from "../amount";

type Props = { card: CellCard; onClose: () => void; onDone: () => void };

/** Ask the warehouse for goods; what the rule suggests stands there already. */
export function RestockDialog({ card, onClose, onDone }: Props) {
  const t = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const { suggestion, unit } = card;
  const [text, setText] = useState(suggestion ? amountInput(suggestion.qty, unit) : "");
  const qty = readAmount(text, unit);
  const isWrong = text !== "" && (qty === null || qty <= 0);
  const ask = useMutation(
    trpc.stockEdits.restock.mutationOptions({
      onSuccess: () => {
        toast.success(t("asked"));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (qty !== null && qty > 0) ask.mutate({ storeId: card.storeId, skuId: card.skuId, qty });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${t("actions.restock")} · ${card.name}`}
      detail={card.storeName}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        {suggestion && (
          <p className="text-xs text-text-2">
            {t("card.suggestion", {
              amount: amountText(suggestion.qty, unit),
              point: amountText(suggestion.orderPoint, unit),
              target: amountText(suggestion.target, unit),
            })}
          </p>
        )}
        <Field
          label={`${t("fields.restock")} (${t(`unit.${unit}`)})`}
          htmlFor="restock-amount"
          error={isWrong ? t("wrong") : ask.isError ? errorText(ask.error, say("offline")) : null}
        >
          <Input
            id="restock-amount"
            value={text}
            aria-invalid={isWrong}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <SubmitRow
          onCancel={onClose}
          submit={t("confirm")}
          disabled={qty === null || qty <= 0 || ask.isPending || card.restock !== null}
        />
      </form>
    </Dialog>
  );
}
