import type { ReactNode } from "react";
import { cx } from "./classes";

type Props = { title: ReactNode; side?: ReactNode; children: ReactNode; className?: string };

/** A titled part of a page. */
export function Panel({ title, side, children, className }: Props) {
  return (
    <section className={cx("rounded-lg border border-line bg-panel", className)}>
      <header className="flex min-h-10 items-center justify-between gap-3 border-b border-line-soft px-3 py-1.5">
        <h2 className="text-sm font-semibold">{title}</h2>
        {side}
      </header>
      {children}
    </section>
  );
}

/** A name and its value, one above the other where there is room for only one. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-2 text-xs leading-6">
      <dt className="w-20 shrink-0 text-text-2">{name}</dt>
      <dd className="min-w-0 break-words text-text">{children}</dd>
    </div>
  );
}
