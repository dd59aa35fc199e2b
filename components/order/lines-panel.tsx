"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { cx } from "@/components/ui/classes";
import { Money } from "@/components/ui/money";
import { Panel } from "@/components/ui/panel";
import type { OrderView } from "./use-order";

type Line = OrderView["lines"][number];
const COUNTS = ["ordered", "open", "fulfilled", "cancelled", "unassigned"] as const;
const HEADS = ["name", ...COUNTS, "reservation", "price", "paid"] as const;
const NUMBERS = [...COUNTS, "price", "paid"];

/** Where every piece of every line is: the counts of a line always sum to what was ordered. */
export function LinesPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.lines");
  return (
    <Panel title={t("title")}>
      <div className="overflow-x-auto">
        <Table
          columns={HEADS}
          label={(name) => t(name)}
          numbers={NUMBERS}
          foot={<Sums order={order} />}
        >
          {order.lines.map((line) => (
            <LineRow key={line.lineNo} line={line} />
          ))}
        </Table>
      </div>
    </Panel>
  );
}

function Sums({ order }: { order: OrderView }) {
  const t = useTranslations("order.lines");
  const sum = (pick: (line: Line) => number) =>
    order.lines.reduce((all, line) => all + pick(line), 0);
  return (
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
