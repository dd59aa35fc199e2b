"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Input } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";

type Props = { ids: string[]; onClose: () => void; onDone: () => void };

/** Giving messages up is final, so it asks, and wants a reason. */
export function DiscardDialog({ ids, onClose, onDone }: Props) {
  const t = useTranslations("system.letters");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const discard = useMutation(
    trpc.system.discard.mutationOptions({
      onSuccess: ({ count }) => {
        toast.success(t("discardDone", { count }));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length < 2) return setShort(true);
    discard.mutate({ ids, reason: reason.trim() });
  };
  const fault = isShort
    ? t("reasonShort")
    : discard.isError
      ? errorText(discard.error, say("offline"))
      : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("discard")}
      detail={t("confirm", { count: ids.length })}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t("reason")} htmlFor="discard-reason" error={fault}>
          <Input
            id="discard-reason"
            value={reason}
            maxLength={200}
            onChange={(event) => {
              setReason(event.target.value);
              setShort(false);
            }}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" look="danger" disabled={discard.isPending}>
            {t("discard")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
