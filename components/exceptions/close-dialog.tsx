"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/input";
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
