"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { IconButton } from "../ui/button";

type Props = { label: string; onClose: () => void; children: ReactNode };

/**
 * A panel over the right edge that leaves the page working: the list behind it keeps its keys, so it does not trap focus.
 */
export function SideSheet({ label, onClose, children }: Props) {
  const t = useTranslations("console");
  const body = useRef<HTMLElement>(null);
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, []);
  return (
    <aside
      ref={body}
      aria-label={label}
      className={cx(
        "absolute inset-y-0 right-0 z-20 flex w-[min(720px,92%)] flex-col overflow-y-auto",
        "border-l border-line bg-bg shadow-2xl",
      )}
    >
      <IconButton label={t("close")} onClick={onClose} className="absolute top-2.5 right-3 z-20">
        <X className="size-4" />
      </IconButton>
      {children}
    </aside>
  );
}
