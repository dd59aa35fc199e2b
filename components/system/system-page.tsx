"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { Tabs } from "@/components/ui/tabs";
import { HealthTab } from "./health-tab";
import { LettersTab } from "./letters-tab";

const TABS = ["health", "letters"] as const;

export function SystemPage() {
  const t = useTranslations("system");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("health"));
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center gap-4 border-b border-line bg-panel px-3">
        <h1 className="text-base font-bold">{t("title")}</h1>
        <Tabs
          label={t("title")}
          value={tab}
          onChange={(next) => void setTab(next)}
          tabs={TABS.map((value) => ({ value, label: t(`tabs.${value}`) }))}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {tab === "health" ? <HealthTab /> : <LettersTab />}
      </div>
    </div>
  );
}
