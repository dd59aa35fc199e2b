"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cx, FOCUS } from "../ui/classes";

type Props = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  detail?: string;
  isWide?: boolean;
  children: ReactNode;
  footer?: ReactNode;
};

/** A question that has to be answered before the page goes on. Escape and the cross give focus back. */
export function Dialog({
  isOpen,
  onClose,
  title,
  detail,
  isWide = false,
  children,
  footer,
}: Props) {
  const t = useTranslations("console");
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <Base.Popup
          className={cx(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[86vh] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2",
            "flex-col rounded-lg border border-line bg-panel text-text shadow-xl outline-none",
            isWide ? "max-w-4xl" : "max-w-lg",
          )}
        >
          <div className="flex items-start gap-3 border-b border-line-soft px-4 py-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-sm font-semibold">{title}</Base.Title>
              {detail && (
                <Base.Description className="mt-1 text-xs break-words text-text-2">
                  {detail}
                </Base.Description>
              )}
            </div>
            <Base.Close
              aria-label={t("close")}
              className={cx("rounded p-1 text-text-2 hover:bg-raised", FOCUS)}
            >
              <X className="size-4" />
            </Base.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer && (
            <div className="flex justify-end gap-2 border-t border-line-soft px-4 py-3">
              {footer}
            </div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
