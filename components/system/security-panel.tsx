"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { cx } from "@/components/ui/classes";
import { countText, momentText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import type { Health } from "./health";

export function SecurityPanel({ refusals }: { refusals: Health["refusals"] }) {
  const t = useTranslations("system.security");
  const word = useWord();
  const now = useClock();
  return (
    <Panel title={t("title")}>
      {refusals.length === 0 ? (
        <p className="p-3 text-xs text-text-2">{t("none")}</p>
      ) : (
        <Table
          columns={["source", "code", "count", "last"]}
          label={(name) => t(name)}
          numbers={["count"]}
        >
          {refusals.map((each) => (
            <tr key={`${each.source}${each.code}`}>
              <td className={TD}>{each.source || "—"}</td>
              <td className={TD}>{word("refusal", each.code)}</td>
              <td className={cx(TD, "text-right")}>{countText(each.count)}</td>
              <td className={cx(TD, "text-text-2")}>{momentText(each.lastAt, now)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
