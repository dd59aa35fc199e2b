"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cx, FOCUS } from "@/components/ui/classes";

const PAGES = [
  { name: "matrix", href: "/inventory" },
  { name: "bulk", href: "/inventory/bulk" },
  { name: "counts", href: "/inventory/counts" },
  { name: "transfers", href: "/inventory/transfers" },
  { name: "sync", href: "/inventory/sync" },
  { name: "checks", href: "/inventory/checks" },
] as const;

/** What surrounds the pages about goods: the store stays chosen from one to the next. */
export function InventoryFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("inventory");
  const path = usePathname();
  const store = useSearchParams().get("store");
  const query = store === null ? "" : `?store=${encodeURIComponent(store)}`;
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center gap-4 border-b border-line bg-panel px-3">
        <h1 className="text-base font-bold">{t("title")}</h1>
        <nav aria-label={t("nav.label")} className="flex items-stretch gap-0.5 overflow-x-auto">
          {PAGES.map(({ name, href }) => {
            const isHere = path === href;
            return (
              <Link
                key={name}
                href={`${href}${query}`}
                prefetch={false}
                {...(isHere && { "aria-current": "page" as const })}
                className={cx(
                  "flex h-9 items-center border-b-2 px-3 text-sm whitespace-nowrap",
                  isHere
                    ? "border-accent font-semibold text-text"
                    : "border-transparent text-text-2 hover:text-text",
                  FOCUS,
                )}
              >
                {t(`nav.${name}`)}
              </Link>
            );
          })}
        </nav>
      </div>
      <div className="relative min-h-0 flex-1">{children}</div>
    </div>
  );
}
