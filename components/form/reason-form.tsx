"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Field, Input, Textarea } from "./input";
import { SubmitRow } from "./submit-row";

const REASON_MIN = 2;
const REASON_MAX = 200;
const NOTE_MAX = 400;

type Props = {
  /** The field's, one on a page. */
  id: string;
  words: { label: string; hint?: string; tooShort: string; submit: string };
  /** So many lines are offered; one where none is said. */
  rows?: number;
  look?: "primary" | "danger";
  /** What went wrong after it was told. */
  fault?: string | null;
  isBusy?: boolean;
  /** It cannot be sent now, whatever is written; what is said of it says why. */
  isBlocked?: boolean;
  /** What is asked before the reason. */
  before?: ReactNode;
  /** What is said of it before it is sent. */
  children?: ReactNode;
  onCancel?: () => void;
  onTell: (reason: string) => void;
};

/** Nothing that has to be answered for is done without a reason: it is written down first. */
export function ReasonForm(props: Props) {
  const { id, words, rows = 1, look = "primary", fault = null, isBusy = false } = props;
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length < REASON_MIN) setShort(true);
    else props.onTell(reason.trim());
  };
  const error = isShort ? words.tooShort : fault;
  const field = {
    id,
    autoFocus: true,
    value: reason,
    placeholder: words.hint,
    "aria-invalid": error !== null,
    onChange: (event: { target: { value: string } }) => {
      setReason(event.target.value);
      setShort(false);
    },
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {props.before}
      <Field label={words.label} htmlFor={id} error={error}>
        {rows > 1 ? (
          <Textarea {...field} rows={rows} maxLength={NOTE_MAX} />
        ) : (
          <Input {...field} maxLength={REASON_MAX} />
        )}
      </Field>
      {props.children}
      <SubmitRow
        onCancel={props.onCancel ?? null}
        submit={words.submit}
        look={look}
        disabled={isBusy || props.isBlocked === true}
      />
    </form>
  );
}
