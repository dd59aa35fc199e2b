"use client";

import { Moon, Search, Sun } from "lucide-react";
import { parseAsInteger, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { Select } from "@/components/form/input";
import { useLinkState } from "@/components/live/console-live";
import { IconButton } from "@/components/ui/button";
import { cx, FOCUS, type Tone } from "@/components/ui/classes";
import { Kbd } from "@/components/ui/kbd";
import { StatusChip } from "@/components/ui/status-chip";
import { MeMenu } from "./me-menu";
import { useMe } from "./session";
import type { Theme } from "./settings";

type Props = {
  theme: Theme;
  onTheme: () => void;
  locale: string;
  onLanguage: () => void;
  onSearch: () => void;
};

export function Header({ theme, onTheme, locale, onLanguage, onSearch }: Props) {
  const t = useTranslations("console");
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-panel px-3">
      <button
        type="button"
        onClick={onSearch}
        className={cx(
          "flex h-8 w-72 items-center gap-2 rounded-md border border-line bg-bg px-2.5 text-sm",
          "text-text-2 hover:border-text-3",
          FOCUS,
        )}
      >
        <Search className="size-4" aria-hidden />
        <span className="flex-1 text-left">{t("search")}</span>
        <Kbd>⌘K</Kbd>
      </button>
      <div className="flex-1" />
      <StoreScope />
      <LiveBadge />
      <button
        type="button"
        onClick={onLanguage}
        title={t("language")}
        lang={locale === "zh" ? "en" : "zh-CN"}
        className={cx("h-8 rounded-md px-2 text-xs text-text-2 hover:bg-raised", FOCUS)}
      >
        <span className={locale === "zh" ? "font-bold text-text" : ""}>中</span>
        {" / "}
        <span className={locale === "en" ? "font-bold text-text" : ""}>EN</span>
      </button>
      <IconButton label={theme === "light" ? t("theme.dark") : t("theme.light")} onClick={onTheme}>
        {theme === "light" ? <Moon className="size-4" /> : <Sun className="size-4" />}
      </IconButton>
      <MeMenu />
    </header>
  );
}

/** Which store the page is about; it travels in the address. A store's own manager has no choice. */
export function useStoreScope(): [number | null, (storeId: number | null) => void] {
  const { user } = useMe();
  const [asked, ask] = useQueryState("store", parseAsInteger);
  return [user.storeId ?? asked, (storeId) => void ask(storeId)];
}

function StoreScope() {
  const t = useTranslations("console.scope");
  const { user, stores } = useMe();
  const [storeId, pick] = useStoreScope();
  if (user.storeId !== null) {
    return <span className="text-sm text-text-2">{stores[0]?.name ?? user.storeId}</span>;
  }
  return (
    <Select
      aria-label={t("label")}
      value={storeId === null ? "" : String(storeId)}
      onPick={(value) => pick(value === "" ? null : Number(value))}
      choices={[
        { value: "", label: t("all") },
        ...stores.map((store) => ({ value: String(store.id), label: store.name })),
      ]}
      className="max-w-44"
    />
  );
}

const LINK_TONES: Record<ReturnType<typeof useLinkState>, Tone> = {
  open: "ok",
  connecting: "neutral",
  lost: "warn",
};

function LiveBadge() {
  const t = useTranslations("console");
  const state = useLinkState();
  return (
    <span role="status" title={t(`liveHint.${state}`)} data-live={state} className="inline-flex">
      <StatusChip tone={LINK_TONES[state]}>{t(`live.${state}`)}</StatusChip>
    </span>
  );
}
