"use client";

import { useTranslations } from "use-intl";
import { Kbd } from "@/components/ui/kbd";

const KEYS = [
  ["J/K", "move"],
  ["Space", "peek"],
  ["Enter", "open"],
  ["/", "search"],
  ["F", "filter"],
  ["L", "load"],
  ["Esc", "back"],
] as const;

/** The keys that are valid here. */
export function KeyBar() {
  const t = useTranslations("orders.keys");
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 border-t border-line bg-panel px-3 text-xs text-text-2">
      {KEYS.map(([key, name]) => (
        <span key={key} className="flex items-center gap-1">
          <Kbd>{key}</Kbd>
          {t(name)}
        </span>
      ))}
    </footer>
  );
}
