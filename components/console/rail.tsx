"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { cx, FOCUS } from "@/components/ui/classes";
import { CountBadge } from "@/components/ui/status-chip";
import { type PageEntry, pagesFor } from "./pages/pages";
import { useMe } from "./session";

type Badges = { cases: number; deadLetters: number };
type Props = { isWide: boolean; onFlip: () => void; badges: Badges };

export function Rail({ isWide, onFlip, badges }: Props) {
  const t = useTranslations("console");
  const path = usePathname();
  const pages = pagesFor(useMe().user);
  const count = { exceptions: badges.cases, system: badges.deadLetters } as const;
  return (
    <nav
      aria-label={t("rail.label")}
      className={cx(
        "flex shrink-0 flex-col gap-0.5 border-r border-line bg-panel p-2",
        isWide ? "w-40" : "w-14",
      )}
    >
      <div className="mb-2 flex h-8 items-center px-2 text-sm font-bold text-text">
        {isWide ? <ProductName /> : <ProductMark />}
      </div>
      {pages.map((page) => (
        <RailLink
          key={page.name}
          page={page}
          isWide={isWide}
          isHere={path === page.href || path.startsWith(`${page.href}/`)}
          count={page.name === "exceptions" || page.name === "system" ? count[page.name] : 0}
        />
      ))}
      <div className="flex-1" />
      <IconButton label={isWide ? t("rail.collapse") : t("rail.expand")} onClick={onFlip}>
        {isWide ? <PanelLeftClose className="size-4" /> : <PanelLeftOpen className="size-4" />}
      </IconButton>
    </nav>
  );
}

function ProductName() {
  return <>{useTranslations("product")("name")}</>;
}

function ProductMark() {
  return <>{useTranslations("product")("short").slice(0, 2)}</>;
}

type LinkProps = { page: PageEntry; isWide: boolean; isHere: boolean; count: number };

function RailLink({ page, isWide, isHere, count }: LinkProps) {
  const t = useTranslations("console.pages");
  const { Icon, name, href } = page;
  const isOutside = name === "screen";
  return (
    <Link
      href={href}
      prefetch={false}
      {...(isOutside && { target: "_blank" })}
      {...(isHere && { "aria-current": "page" as const })}
      title={isWide ? undefined : t(name)}
      className={cx(
        "relative flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm",
        isHere
          ? "bg-accent-soft font-semibold text-accent"
          : "text-text-2 hover:bg-raised hover:text-text",
        FOCUS,
      )}
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      <span className={isWide ? "flex-1" : "sr-only"}>
        {t(name)}
        {isOutside && " ↗"}
      </span>
      {count > 0 && (
        <span className={isWide ? "" : "absolute -top-0.5 -right-0.5"}>
          <CountBadge count={count} tone={name === "exceptions" ? "crit" : "warn"} />
        </span>
      )}
    </Link>
  );
}
