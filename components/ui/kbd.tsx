import type { ReactNode } from "react";
import { cx } from "./classes";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd
      className={cx(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line",
        "bg-raised px-1 font-sans text-[11px] leading-none text-text-2",
      )}
    >
      {children}
    </kbd>
  );
}
