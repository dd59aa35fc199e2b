"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Textarea } from "@/components/form/input";
import { ReasonForm } from "@/components/form/reason-form";
import { Dialog } from "@/components/overlay/dialog";
import { Skeleton } from "@/components/table/ladder/skeleton";
import { Button } from "@/components/ui/button";

type Props = {
  id: string;
  onClose: () => void;
  /** Text null: as it came. */
  onRerun: (text: string | null) => void;
  onDiscard: () => void;
};

/** A message that could not be read: look, mend, send again. */
export function LetterDialog({ id, onClose, onRerun, onDiscard }: Props) {
  const t = useTranslations("system.letters");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const { mutate, data, error, isIdle, isPending } = useMutation(
    trpc.system.openDeadLetter.mutationOptions({ gcTime: 0 }),
  );
  const [text, setText] = useState<string | null>(null);
  const isEdited = text !== null && data !== undefined && text !== data.text;
  const isOpen = data?.state === "open";
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={t("title", { id })}
      {...(data && { detail: `${data.code} · ${data.cause}` })}
      footer={
        isOpen && (
          <>
            <Button look="danger" onClick={onDiscard}>
              {t("discard")}
            </Button>
            <Button look="primary" onClick={() => onRerun(isEdited ? text : null)}>
              {isEdited ? t("rerunEdited") : t("rerun")}
            </Button>
          </>
        )
      }
    >
      <p className="mb-2 text-xs text-text-2">{t("audited")}</p>
      {error !== null && (
        <p role="alert" className="text-sm text-crit-text">
          {errorText(error, say("offline"))}
        </p>
      )}
      {isIdle && (
        <ReasonForm
          id="letter-reason"
          words={{
            label: t("whyOpen"),
            hint: t("reasonHint"),
            tooShort: t("reasonShort"),
            submit: t("show"),
          }}
          onTell={(reason) => mutate({ id, reason })}
        />
      )}
      {isPending && <Skeleton className="h-72" />}
      {data && !data.isText && <p className="text-sm text-text-2">{t("notText")}</p>}
      {data?.isText && (
        <Textarea
          aria-label={t("body")}
          rows={18}
          spellCheck={false}
          readOnly={!isOpen}
          value={text ?? data.text}
          onChange={(event) => setText(event.target.value)}
          className="text-xs leading-5"
        />
      )}
    </Dialog>
  );
}
