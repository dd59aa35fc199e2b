import type { ReactNode } from "react";

type Props = { title: string; detail?: string; children?: ReactNode };

/** Nothing here: why, and what to do next. */
export function EmptyState({ title, detail, children }: Props) {
  return (
    <div className="flex flex-col items-center justify-center gap-2 px-6 py-16 text-center">
      <p className="text-sm text-text">{title}</p>
      {detail && <p className="max-w-md text-xs text-text-2">{detail}</p>}
      {children && <div className="mt-2 flex gap-2">{children}</div>}
    </div>
  );
}
