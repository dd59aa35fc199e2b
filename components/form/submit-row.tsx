"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

type Props = {
  /** Null where there is nothing to go back from. */
  onCancel: (() => void) | null;
  submit: string;
  look?: "primary" | "danger";
  disabled?: boolean;
  blocked?: string | null;
  /** Beside them, on the left. */
  children?: ReactNode;
};

/** The last row of a form: back, and on. */
export function SubmitRow(props: Props) {
  const { onCancel, submit, look = "primary", disabled = false, blocked = null, children } = props;
  const say = useTranslations("console");
  return (
    <div className="flex items-center justify-end gap-2">
      {children}
      {onCancel && <Button onClick={onCancel}>{say("cancel")}</Button>}
      <Button type="submit" look={look} disabled={disabled} blocked={blocked}>
        {submit}
      </Button>
    </div>
  );
}
