"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { cx } from "@/components/ui/classes";
import { countText, shortSpanText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { Health } from "./health";

const LATE_MS = 5_000;

/** Each consumer's lanes: how much lies unread, and how long. */
export function LanesPanel({ groups }: { groups: Health["groups"] }) {
  const t = useTranslations("system.log");
  const word = useWord();
  return (
    <Panel title={t("title")}>
      {groups.length === 0 && <p className="p-3 text-xs text-text-2">{t("none")}</p>}
      {groups.map((group) => (
        <div
          key={group.name}
          data-group={group.name}
          className="border-b border-line-soft p-3 last:border-0"
        >
          <div className="mb-2 flex items-center gap-3 text-[13px]">
            <span className="font-semibold">{word("consumer", group.name)}</span>
            {group.waiting === 0 ? (
              <StatusChip tone="ok">{t("clear")}</StatusChip>
            ) : (
              <StatusChip tone={(group.oldestMs ?? 0) > LATE_MS ? "crit" : "info"}>
                {t("waiting")} {countText(group.waiting)} · {t("oldest")}{" "}
                {shortSpanText(group.oldestMs ?? 0)}
              </StatusChip>
            )}
          </div>
          <ol className="grid grid-cols-8 gap-1">
            {group.lanes.map((lane) => (
              <li
                key={lane.lane}
                title={`${t("lane", { lane: lane.lane })} · ${t("position")} ${lane.position}`}
                className={cx(
                  "rounded px-1.5 py-1 text-[11px] leading-4",
                  lane.waiting === 0 ? "bg-raised text-text-2" : "bg-warn-soft text-warn",
                )}
              >
                <p className="flex justify-between">
                  <span>{lane.lane}</span>
                  <span className="font-semibold">{countText(lane.waiting)}</span>
                </p>
                <p className="truncate">
                  {lane.ageMs === null
                    ? t(lane.position === "" ? "unused" : "read")
                    : shortSpanText(lane.ageMs)}
                </p>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </Panel>
  );
}
