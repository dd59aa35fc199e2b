"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import type { Outputs } from "@/components/data/trpc";
import { countText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";

type Stranger = Outputs["channels"]["list"]["strangers"][number];

/** Who knocked and is none of ours. */
export function StrangersPanel({ strangers }: { strangers: readonly Stranger[] }) {
  const t = useTranslations("channels");
  const word = useWord();
  return (
    <Panel title={t("strangers")}>
      {strangers.length === 0 && <p className="p-3 text-xs text-text-2">{t("strangersNone")}</p>}
      <ul className="px-3 py-1.5 text-[13px]">
        {strangers.map((each) => (
          <li key={`${each.source}${each.code}`} className="flex justify-between gap-3 py-1">
            <span className="min-w-0 truncate">{each.source || "—"}</span>
            <span className="shrink-0 text-text-2">
              {word("refusal", each.code)} {countText(each.count)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
