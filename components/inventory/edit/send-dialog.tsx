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
import { amountText, readAmount, type Unit } from "../amount";
import { useStores } from "../use-stores";
import { Move } from "./quota-dialog";

type Shelf = {
  storeId: number;
  storeName: string;
  skuId: number;
  name: string;
  unit: Unit;
  free: number;
  onHand: number;
};
type Props = { card: Shelf; onClose: () => void; onDone: () => void };

/** What is typed into the question, and whether it can be sent. */
function useSend(card: Shelf, onDone: () => void) {
  const t = useTranslations("inventory");
  const work = useTranslations("stockWork.transfers");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const others = (useStores() ?? []).filter((store) => store.id !== card.storeId);
  const [picked, setPicked] = useState<number | null>(null);
  const toStoreId = picked ?? others[0]?.id ?? 0;
  const [text, setText] = useState("");
  const [note, setNote] = useState(t("defaultReason.transfer"));
  const qty = readAmount(text, card.unit);
  const isOver = qty !== null && qty > card.free;
  const isReady = qty !== null && qty > 0 && !isOver && note.trim() !== "" && toStoreId > 0;
  const send = useMutation(
    trpc.stockEdits.send.mutationOptions({
      onSuccess: () => {
        toast.success(work("doneSend"));
        onDone();
      },
    }),
  );
  const { storeId: fromStoreId, skuId } = card;
  const run = () =>
    isReady && send.mutate({ fromStoreId, toStoreId, skuId, qty, note: note.trim() });
  const fault = isOver
    ? work("over", { amount: amountText(card.free, card.unit) })
    : text !== "" && (qty === null || qty <= 0)
      ? t("wrong")
      : send.isError
        ? errorText(send.error, say("offline"))
        : null;
  const fields = { others, toStoreId, setPicked, text, setText, note, setNote, fault };
  return { ...fields, sent: isReady ? qty : null, run, isPending: send.isPending };
}

/** Send free goods to another store. */
export function SendDialog({ card, onClose, onDone }: Props) {
  const t = useTranslations("inventory");
  const work = useTranslations("stockWork.transfers");
  const _say = useTranslations("console");
  const ask = useSend(card, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.run();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${t("actions.transfer")} · ${card.name}`}
      detail={work("free", {
        store: card.storeName,
        amount: amountText(card.free, card.unit),
      })}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <SendFields ask={ask} unit={card.unit} />
        {ask.sent !== null && (
          <section
            aria-label={t("preview.label")}
            className="flex gap-5 rounded-md border border-line-soft bg-bg p-3 text-sm"
          >
            <Move
              name={t("columns.onHand")}
              from={card.onHand}
              to={card.onHand - ask.sent}
              card={card}
            />
            <Move name={t("columns.free")} from={card.free} to={card.free - ask.sent} card={card} />
          </section>
        )}
        <SubmitRow
          onCancel={onClose}
          submit={t("confirm")}
          disabled={ask.sent === null || ask.isPending}
        />
      </form>
    </Dialog>
  );
}

function SendFields({ ask, unit }: { ask: ReturnType<typeof useSend>; unit: Unit }) {
  const t = useTranslations("inventory");
  return (
    <>
      <Field label={t("fields.toStore")} htmlFor="send-to">
        <Select
          id="send-to"
          value={String(ask.toStoreId)}
          onPick={(value) => ask.setPicked(Number(value))}
          choices={ask.others.map((store) => ({ value: String(store.id), label: store.name }))}
        />
      </Field>
      <Field
        label={`${t("fields.transfer")} (${t(`unit.${unit}`)})`}
        htmlFor="send-amount"
        error={ask.fault}
      >
        <Input
          id="send-amount"
          value={ask.text}
          aria-invalid={ask.fault !== null}
          onChange={(event) => ask.setText(event.target.value)}
        />
      </Field>
      <Field label={t("fields.note")} htmlFor="send-note">
        <Input
          id="send-note"
          maxLength={200}
          value={ask.note}
          onChange={(event) => ask.setNote(event.target.value)}
        />
      </Field>
    </>
  );
}
