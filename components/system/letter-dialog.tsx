"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";

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
      {isIdle && <AskReason onTell={(reason) => mutate({ id, reason })} />}
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

/** The message is somebody's name, phone and door: why it is opened is written down before it is. */
function AskReason({ onTell }: { onTell: (reason: string) => void }) {
  const t = useTranslations("system.letters");
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length < 2) setShort(true);
    else onTell(reason.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label={t("whyOpen")} htmlFor="letter-reason" error={isShort ? t("reasonShort") : null}>
        <Input
          id="letter-reason"
          autoFocus
          value={reason}
          maxLength={200}
          placeholder={t("reasonHint")}
          onChange={(event) => {
            setReason(event.target.value);
            setShort(false);
          }}
        />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary">
          {t("show")}
        </Button>
      </div>
    </form>
  );
}
