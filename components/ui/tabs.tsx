"use client";

import type { KeyboardEvent } from "react";
import { cx, FOCUS } from "./classes";

export type Tab<T extends string> = { value: T; label: string; count?: string };

type Props<T extends string> = {
  label: string;
  tabs: readonly Tab<T>[];
  value: T;
  onChange: (value: T) => void;
};

/** Tabs with counts; arrows walk them. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: Props<T>) {
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={walk}
      className="flex items-stretch gap-0.5 overflow-x-auto"
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          data-tab={tab.value}
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
          className={cx(
            "flex h-9 items-center gap-1.5 border-b-2 px-3 text-sm whitespace-nowrap",
            tab.value === value
              ? "border-accent font-semibold text-text"
              : "border-transparent text-text-2 hover:text-text",
            FOCUS,
          )}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span data-count className="text-xs font-normal text-text-2 tabular-nums">
              {tab.count}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
