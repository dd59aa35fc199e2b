"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { cx } from "@/components/ui/classes";
import { shortSpanText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import type { Health } from "./health";

/** What fails behind the scenes. Empty is the good case, and says so. */
export function TroublesPanel({ troubles }: { troubles: Health["troubles"] }) {
  const t = useTranslations("system.troubles");
  const word = useWord();
  return (
    <Panel title={t("title")}>
      {troubles.length === 0 && <p className="p-3 text-xs text-text-2">{t("none")}</p>}
      {troubles.length > 0 && (
        <Table
          columns={["kind", "what", "cause", "age"]}
          label={(name) => t(name)}
          numbers={["age"]}
        >
          {troubles.map(({ kind, what, cause, ageMs }) => (
            <tr key={`${kind}${what}`} data-trouble={kind}>
              <td className={cx(TD, kind === "transaction" && "text-crit-text")}>{t(kind)}</td>
              <td className={cx(TD, "max-w-48 truncate")} title={what}>
                {what}
              </td>
              <td className={cx(TD, "max-w-72 truncate text-text-2")} title={cause}>
                {kind === "day" ? word("kept", cause) : cause}
              </td>
              <td className={cx(TD, "text-right")}>{shortSpanText(ageMs)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
