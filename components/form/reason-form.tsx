"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../ui/button";
import { Field, Input } from "./input";

const REASON_MIN = 2;
const REASON_MAX = 200;

type Props = {
  /** The field's, one on a page. */
  id: string;
  words: { label: string; hint: string; tooShort: string; submit: string };
  /** What went wrong after it was told. */
  fault?: string | null;
  isBusy?: boolean;
  /** Buttons before the one that tells. */
  children?: ReactNode;
  onTell: (reason: string) => void;
};

/** Why somebody looks at what is shown only to who says why: it is written down first. */
export function ReasonForm({ id, words, fault = null, isBusy = false, children, onTell }: Props) {
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length < REASON_MIN) setShort(true);
    else onTell(reason.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label={words.label} htmlFor={id} error={isShort ? words.tooShort : fault}>
        <Input
          id={id}
          autoFocus
          value={reason}
          maxLength={REASON_MAX}
          placeholder={words.hint}
          onChange={(event) => {
            setReason(event.target.value);
            setShort(false);
          }}
        />
      </Field>
      <div className="flex justify-end gap-2">
        {children}
        <Button type="submit" look="primary" disabled={isBusy}>
          {words.submit}
        </Button>
      </div>
    </form>
  );
}
