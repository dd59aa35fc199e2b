"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Input } from "@/components/form/input";
import { SubmitRow } from "@/components/form/submit-row";
import { Dialog } from "@/components/overlay/dialog";
import { moneyText } from "@/components/ui/format";
import { amountInput, amountText, readAmount } from "../amount";
import type { Transfer } from "./transfer-table";

type Props = { row: Transfer; onClose: () => void; onDone: () => void };

/** How much arrived; what is missing is written off. */
export function ReceiveDialog({ row, onClose, onDone }: Props) {
  const t = useTranslations("stockWork.transfers");
  const inventory = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const { unit, qty, portion } = row;
  const [text, setText] = useState(amountInput(qty, unit));
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  const received = readAmount(text, unit);
  const isOver = received !== null && received > qty;
  const isReady = received !== null && received >= 0 && !isOver;
  const receive = useMutation(
    trpc.stockEdits.receive.mutationOptions({
      onSuccess: () => {
        toast.success(t("doneReceive"));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) receive.mutate({ id: row.id, received });
  };
  const fault = isOver
    ? t("over", { amount: amountText(qty, unit) })
    : received === null || received < 0
      ? inventory("wrong")
      : receive.isError
        ? errorText(receive.error, say("offline"))
        : null;
  const lost = isReady ? qty - received : 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("receiveTitle", { sku: row.name })}
      detail={`${row.fromName} → ${row.toName} · ${amountText(qty, unit)}`}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label={`${t("received")} (${inventory(`unit.${unit}`)})`}
          htmlFor="receive-amount"
          error={fault}
        >
          <Input
            ref={box}
            id="receive-amount"
            value={text}
            aria-invalid={fault !== null}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <p role="status" className={lost > 0 ? "text-sm text-warn" : "text-sm text-text-2"}>
          {lost > 0
            ? `▲ ${t("lost", {
                amount: amountText(lost, unit),
                money: moneyText(Math.round((lost * row.costFen) / portion)),
              })}`
            : t("full")}
        </p>
        <SubmitRow
          onCancel={onClose}
          submit={inventory("confirm")}
          disabled={!isReady || receive.isPending}
        />
      </form>
    </Dialog>
  );
}
