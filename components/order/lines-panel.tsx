"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { TABLE, TD, TH } from "@/components/table/classes";
import { cx } from "@/components/ui/classes";
import { Money } from "@/components/ui/money";
import { Panel } from "@/components/ui/panel";
import type { OrderView } from "./use-order";

type Line = OrderView["lines"][number];
const COUNTS = ["ordered", "open", "fulfilled", "cancelled", "unassigned"] as const;

/** Where every piece of every line is: the counts of a line always sum to what was ordered. */
export function LinesPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.lines");
  const sum = (pick: (line: Line) => number) =>
    order.lines.reduce((all, line) => all + pick(line), 0);
  return (
    <Panel title={t("title")}>
      <div className="overflow-x-auto">
        <table className={TABLE}>
          <thead>
            <tr>
              <th className={TH}>{t("name")}</th>
              {COUNTS.map((name) => (
                <th key={name} className={cx(TH, "text-right")}>
                  {t(name)}
                </th>
              ))}
              <th className={TH}>{t("reservation")}</th>
              <th className={cx(TH, "text-right")}>{t("price")}</th>
              <th className={cx(TH, "text-right")}>{t("paid")}</th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <LineRow key={line.lineNo} line={line} />
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <td className={TD}>{t("total")}</td>
              {COUNTS.map((name) => (
                <td key={name} className={cx(TD, "text-right")}>
                  {sum((line) => line[name]) || ""}
                </td>
              ))}
              <td className={TD} />
              <td className={TD} />
              <td className={cx(TD, "text-right")}>
                <Money fen={sum((line) => line.paidFen)} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function LineRow({ line }: { line: Line }) {
  const t = useTranslations("order.lines");
  const word = useWord();
  return (
    <tr>
      <td className={cx(TD, "max-w-64")}>
        <p className="truncate" title={line.name ?? ""}>
          {line.name ?? line.externalSku}
          {line.zone !== null && line.zone !== "ambient" && (
            <span className="ml-1.5 rounded bg-info-soft px-1 text-[11px] text-info">
              {word("zone", line.zone)}
            </span>
          )}
        </p>
        <p
          className={line.skuId === null ? "text-[11px] text-crit-text" : "text-[11px] text-text-2"}
        >
          {line.skuId === null ? t("unmatched", { code: line.externalSku ?? "" }) : line.skuCode}
        </p>
      </td>
      {COUNTS.map((name) => (
        <td
          key={name}
          className={cx(
            TD,
            "text-right",
            name === "unassigned" && line.unassigned > 0 && "font-semibold text-crit-text",
            name !== "ordered" && line[name] === 0 && "text-text-3",
          )}
        >
          {line[name]}
        </td>
      ))}
      <td className={cx(TD, "whitespace-nowrap")}>
        {line.reservation === null
          ? "—"
          : `${word("reservation", line.reservation)} ${line.reservedQty ?? 0}`}
      </td>
      <td className={cx(TD, "text-right")}>
        <Money fen={line.unitPriceFen} />
      </td>
      <td className={cx(TD, "text-right")}>
        <Money fen={line.paidFen} />
      </td>
    </tr>
  );
}
