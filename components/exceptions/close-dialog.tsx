"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Textarea } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import { countText, moneyText } from "@/components/ui/format";
import type { CaseRowView } from "@/server/views/cases/case-row";

type Props = { row: CaseRowView; onClose: () => void; onDone: () => void };

/** Done, with a note: a case never goes away without somebody having said how. */
export function CloseDialog({ row, onClose, onDone }: Props) {
  const t = useTranslations("exceptions.closing");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [note, setNote] = useState("");
  const [isShort, setShort] = useState(false);
  const close = useMutation(
    trpc.exceptions.close.mutationOptions({
      onSuccess: () => {
        toast.success(t("result"));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (note.trim().length < 2) return setShort(true);
    close.mutate({ id: row.id, note: note.trim() });
  };
  const fault = isShort
    ? t("short")
    : close.isError
      ? errorText(close.error, say("offline"))
      : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("title")} detail={row.cause}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t("note")} htmlFor="close-note" error={fault}>
          <Textarea
            id="close-note"
            rows={3}
            maxLength={500}
            value={note}
            placeholder={t("hint")}
            aria-invalid={fault !== null}
            onChange={(event) => {
              setNote(event.target.value);
              setShort(false);
            }}
          />
        </Field>
        <Foreseen id={row.id} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" look="primary" disabled={close.isPending}>
            {t("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What closing does beside the case, before anybody closes it. */
function Foreseen({ id }: { id: string }) {
  const t = useTranslations("exceptions.closing.effects");
  const trpc = useTRPC();
  const say = useTranslations("console");
  const { data, error } = useQuery(trpc.exceptions.closing.queryOptions({ id }, { gcTime: 0 }));
  if (error)
    return (
      <p role="alert" className="text-xs text-crit-text">
        {errorText(error, say("offline"))}
      </p>
    );
  if (!data || data.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 rounded border border-line-soft bg-raised px-3 py-2 text-xs">
      {data.map((effect) => (
        <li key={effect.does}>
          {t(effect.does, {
            pieces: effect.does === "drops" ? countText(effect.pieces) : "",
            owed: effect.does === "drops" ? moneyText(effect.owedFen) : "",
            by: effect.does === "stays-held" ? countText(effect.by) : "",
          })}
        </li>
      ))}
    </ul>
  );
}
