"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import { Toaster } from "sonner";
import { useTranslations } from "use-intl";
import { DataProvider } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { ConsoleLive, useHint } from "@/components/live/console-live";
import { Header } from "./header";
import { Palette, usePaletteKey } from "./palette";
import { Rail } from "./rail";
import { SessionGate } from "./session";
import { type Theme, useLanguage, useRail, useTheme } from "./settings";

type Props = { theme: Theme; isRailWide: boolean; children: ReactNode };

/** What surrounds every page of the console. */
export function Shell(props: Props) {
  return (
    <DataProvider>
      <SessionGate>
        <ConsoleLive>
          <Frame {...props} />
        </ConsoleLive>
      </SessionGate>
    </DataProvider>
  );
}

function Frame({ theme: themeAtStart, isRailWide, children }: Props) {
  const t = useTranslations("console");
  const { theme, flip: flipTheme } = useTheme(themeAtStart);
  const { locale, flip: flipLanguage } = useLanguage();
  const rail = useRail(isRailWide);
  const badges = useBadges();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  usePaletteKey(useCallback(() => setPaletteOpen((isOpen) => !isOpen), []));
  return (
    <div
      data-theme={theme}
      className="flex h-screen min-w-[1024px] overflow-hidden bg-bg text-text"
    >
      <a
        href="#content"
        className="sr-only z-50 rounded bg-panel px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      <Rail isWide={rail.isWide} onFlip={rail.flip} badges={badges} />
      <div className="flex min-w-0 flex-1 flex-col">
        <Header
          theme={theme}
          onTheme={flipTheme}
          locale={locale}
          onLanguage={flipLanguage}
          onSearch={() => setPaletteOpen(true)}
        />
        <main
          id="content"
          tabIndex={-1}
          className="relative min-h-0 flex-1 overflow-hidden outline-none"
        >
          {children}
        </main>
      </div>
      <Palette
        isOpen={isPaletteOpen}
        onOpenChange={setPaletteOpen}
        onTheme={flipTheme}
        onLanguage={flipLanguage}
      />
      <Toaster
        theme={theme}
        position="bottom-right"
        closeButton
        style={{ fontFamily: "inherit" }}
      />
    </div>
  );
}

const NONE = { cases: 0, deadLetters: 0 };
const BADGES_MS = 3_000;

function useBadges(): { cases: number; deadLetters: number } {
  const trpc = useTRPC();
  const client = useQueryClient();
  const badges = useQuery(trpc.session.badges.queryOptions(undefined, { refetchInterval: 30_000 }));
  const again = () => client.invalidateQueries(trpc.session.badges.queryFilter());
  useHint("exceptions", again, BADGES_MS);
  useHint("dead-letters", again, BADGES_MS);
  return badges.data ?? NONE;
}
