"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { momentText, shortSpanText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { Health } from "./health";

export function RolesPanel({ beats }: { beats: Health["beats"] }) {
  const t = useTranslations("system.roles");
  const word = useWord();
  const now = useClock();
  return (
    <Panel title={t("title")}>
      {beats.length === 0 && <p className="p-3 text-xs text-text-2">{t("none")}</p>}
      <ul>
        {beats.map((beat) => (
          <li
            key={`${beat.role}${beat.holder}`}
            data-role={beat.role}
            className="flex items-center gap-3 border-b border-line-soft px-3 py-2 text-[13px] last:border-0"
          >
            <StatusChip tone={beat.isAlive ? "ok" : "crit"}>
              {beat.isAlive ? t("alive") : `${t("gone")} ${shortSpanText(beat.ageMs)}`}
            </StatusChip>
            <span className="w-24 font-semibold">{word("process", beat.role)}</span>
            <span className="text-text-2">
              {t("since", { time: momentText(beat.startedAt, now) })}
            </span>
            <span className="ml-auto truncate text-xs text-text-2" title={beat.holder}>
              {beat.detail.map(({ key, value }) => `${word("beat", key)} ${value}`).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
