"use client";

import { useRouter } from "next/navigation";
import { useCallback, useLayoutEffect, useState } from "react";
import { useLocale } from "use-intl";

export type Theme = "light" | "dark";

const YEAR_SECONDS = 31_536_000;

function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads these before the page exists
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** The theme stands on the body, so that dialogs, which live there, have it too. */
export function useTheme(atStart: Theme): { theme: Theme; flip: () => void } {
  const [theme, setTheme] = useState(atStart);
  useLayoutEffect(() => {
    document.body.dataset.theme = theme;
    return () => {
      delete document.body.dataset.theme;
    };
  }, [theme]);
  const flip = useCallback(() => {
    const next = theme === "light" ? "dark" : "light";
    remember("theme", next);
    setTheme(next);
  }, [theme]);
  return { theme, flip };
}

export function useLanguage(): { locale: string; flip: () => void } {
  const locale = useLocale();
  const router = useRouter();
  const flip = useCallback(() => {
    remember("locale", locale === "zh" ? "en" : "zh");
    router.refresh();
  }, [locale, router]);
  return { locale, flip };
}

/** Whether the rail shows words; remembered. */
export function useRail(wideAtStart: boolean): { isWide: boolean; flip: () => void } {
  const [isWide, setWide] = useState(wideAtStart);
  const flip = useCallback(() => {
    remember("rail", isWide ? "narrow" : "wide");
    setWide(!isWide);
  }, [isWide]);
  return { isWide, flip };
}
