"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Input, Select } from "@/components/form/input";
import { SubmitRow } from "@/components/form/submit-row";
import { Dialog } from "@/components/overlay/dialog";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { amountInput, amountText, readAmount } from "../amount";

type Props = { card: CellCard; onClose: () => void; onDone: () => void };

/** Give one channel goods of its own, or take them back into the pool. */
export function QuotaDialog({ card, onClose, onDone }: Props) {
  const t = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [accountId, setAccountId] = useState(card.channels[0]?.accountId ?? 0);
  const own = card.channels.find((one) => one.accountId === accountId)?.chain.dedicated ?? 0;
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? amountInput(own, card.unit);
  const qty = readAmount(shown, card.unit);
  const isWrong = qty === null || qty < 0;
  const set = useMutation(
    trpc.stockEdits.quota.mutationOptions({
      onSuccess: ({ before }) => {
        const [from, to] = [before, qty ?? 0].map((n) => amountText(n, card.unit));
        toast.success(t("quotaDone", { before: from ?? "", after: to ?? "" }));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong) set.mutate({ storeId: card.storeId, skuId: card.skuId, accountId, qty });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${t("actions.quota")} · ${card.name}`}
      detail={card.storeName}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t("fields.account")} htmlFor="quota-account">
          <Select
            id="quota-account"
            value={String(accountId)}
            onPick={(value) => {
              setAccountId(Number(value));
              setText(null);
            }}
            choices={card.channels.map((one) => ({
              value: String(one.accountId),
              label: one.name,
            }))}
          />
        </Field>
        <Field
          label={`${t("fields.quota")} (${t(`unit.${card.unit}`)})`}
          htmlFor="quota-amount"
          error={isWrong ? t("wrong") : set.isError ? errorText(set.error, say("offline")) : null}
        >
          <Input
            id="quota-amount"
            value={shown}
            aria-invalid={isWrong}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <section
          aria-label={t("preview.label")}
          className="flex gap-5 rounded-md border border-line-soft bg-bg p-3 text-sm"
        >
          <Move name={t("fields.quota")} from={own} to={qty ?? own} card={card} />
          <Move
            name={t("columns.dedicated")}
            from={card.dedicated}
            to={card.dedicated - own + (qty ?? own)}
            card={card}
          />
        </section>
        <SubmitRow
          onCancel={onClose}
          submit={t("confirm")}
          disabled={isWrong || qty === own || set.isPending}
        />
      </form>
    </Dialog>
  );
}

/** One number before and after. */
export function Move({
  name,
  from,
  to,
  card,
}: {
  name: string;
  from: number;
  to: number;
  card: Pick<CellCard, "unit">;
}) {
  return (
    <span className="flex flex-col">
      <span className="text-[11px] text-text-2">{name}</span>
      <span className="tabular-nums">
        {amountText(from, card.unit)} → <b>{amountText(to, card.unit)}</b>
      </span>
    </span>
  );
}
