"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "@/components/ui/classes";

type Props = {
  trigger: ReactElement;
  label: string;
  children: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

/** A small panel beside what opened it. */
export function Popover({ trigger, label, children, isOpen, onOpenChange }: Props) {
  return (
    <Base.Root
      {...(isOpen !== undefined && { open: isOpen })}
      {...(onOpenChange && { onOpenChange: (open: boolean) => onOpenChange(open) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-40">
          <Base.Popup
            aria-label={label}
            className={cx(
              "max-h-[70vh] min-w-48 overflow-y-auto rounded-md border border-line bg-panel p-1.5",
              "text-text shadow-lg outline-none",
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
