"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { cx, FOCUS } from "./classes";

type Props = { text: string; shown?: string; className?: string };

/** Text with its copy button; a click does not reach what lies around it. */
export function CopyText({ text, shown = text, className }: Props) {
  const t = useTranslations("console");
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = window.setTimeout(() => setCopied(false), 1_500);
    return () => window.clearTimeout(timer);
  }, [isCopied]);
  return (
    <span className={cx("inline-flex min-w-0 items-center gap-1", className)}>
      <span className="truncate" title={text}>
        {shown}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t("copy", { text })}
        className={cx("rounded p-0.5 text-text-3 hover:text-text", FOCUS)}
        onClick={(event) => {
          event.stopPropagation();
          navigator.clipboard.writeText(text).then(
            () => setCopied(true),
            () => setCopied(false),
          );
        }}
      >
        {isCopied ? <Check className="size-3" /> : <Copy className="size-3" />}
      </button>
    </span>
  );
}
