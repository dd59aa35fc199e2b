"use client";

import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { Field, Input, Select } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { amountInput, readAmount } from "../amount";
import { buildEdit, type Draft, type EditKindName } from "./build-edit";
import { PreviewPanel } from "./preview-panel";
import { useCommit, usePreview } from "./use-preview";

export type { EditKindName } from "./build-edit";

type Props = { kind: EditKindName; card: CellCard; onClose: () => void; onDone: () => void };

function startOf(kind: EditKindName, card: CellCard): string {
  if (kind === "safety") return amountInput(card.safety, card.unit);
  return kind === "freeze" ? amountInput(card.frozen, card.unit) : "";
}

/** Type, see what will happen, confirm. */
export function EditDialog({ kind, card, onClose, onDone }: Props) {
  const t = useTranslations("inventory");
  const say = useTranslations("console");
  const name = kind === "stop" && card.stopped ? "resume" : kind;
  const [draft, setDraft] = useState<Draft>({
    amount: startOf(kind, card),
    reason: t(`defaultReason.${name}`),
    isAside: true,
  });
  const edits = useMemo(() => {
    const edit = buildEdit(kind, card, draft);
    return edit ? [edit] : null;
  }, [kind, card, draft]);
  const { preview, isCurrent, shown } = usePreview(edits, "all");
  const commit = useCommit(onDone);
  const isRefused = shown?.refused !== 0;
  const losses = isCurrent ? (shown?.orders.length ?? 0) : 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (edits && isCurrent && !isRefused && !commit.isPending) commit.run(edits, "all");
  };
  const isTyped = draft.amount.trim() !== "";
  const isWrong = kind !== "stop" && isTyped && readAmount(draft.amount, card.unit) === null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${t(`actions.${name}`)} · ${card.name}`}
      detail={card.storeName}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Fields kind={kind} card={card} draft={draft} onDraft={setDraft} isWrong={isWrong} />
        <PreviewPanel
          preview={shown}
          isWorking={edits !== null && !isCurrent && !preview.isError}
          fault={preview.isError ? errorText(preview.error, say("offline")) : null}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button
            type="submit"
            look={losses > 0 ? "danger" : "primary"}
            disabled={!isCurrent || isRefused || commit.isPending}
          >
            {losses > 0 ? t("confirmLoss", { count: losses }) : t("confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type FieldsProps = {
  kind: EditKindName;
  card: CellCard;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  isWrong: boolean;
};

function Fields({ kind, card, draft, onDraft, isWrong }: FieldsProps) {
  const t = useTranslations("inventory");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
    first.current?.select();
  }, []);
  return (
    <>
      {kind === "quarantine" && (
        <Field label={t("fields.direction")} htmlFor="edit-direction">
          <Select
            id="edit-direction"
            value={draft.isAside ? "aside" : "back"}
            onPick={(value) => onDraft({ ...draft, isAside: value === "aside" })}
            choices={(["aside", "back"] as const).map((value) => ({
              value,
              label: t(`fields.${value}`),
            }))}
          />
        </Field>
      )}
      {kind !== "stop" && (
        <Field
          label={`${t(`fields.${kind}`)} (${t(`unit.${card.unit}`)})`}
          htmlFor="edit-amount"
          error={isWrong ? t("wrong") : null}
        >
          <Input
            ref={first}
            id="edit-amount"
            inputMode={kind === "adjust" ? "text" : "decimal"}
            autoComplete="off"
            value={draft.amount}
            aria-invalid={isWrong}
            onChange={(event) => onDraft({ ...draft, amount: event.target.value })}
          />
        </Field>
      )}
      {kind === "return" && (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={draft.isAside}
            onChange={(event) => onDraft({ ...draft, isAside: event.target.checked })}
          />
          {t("fields.setAside")}
        </label>
      )}
      <Field label={t("fields.reason")} htmlFor="edit-reason">
        <Input
          id="edit-reason"
          maxLength={200}
          value={draft.reason}
          aria-invalid={draft.reason.trim() === ""}
          onChange={(event) => onDraft({ ...draft, reason: event.target.value })}
          {...(kind === "stop" && { ref: first })}
        />
      </Field>
    </>
  );
}
