"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import type { Outputs } from "@/components/data/trpc";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { Money } from "@/components/ui/money";

type Preview = Outputs["channels"]["preview"];
type Props = {
  name: string;
  preview: Preview;
  isBusy: boolean;
  onImport: () => void;
  onAgain: () => void;
};

/** What the file would do: its good orders and every bad row with its reason. */
export function ImportPreview({ name, preview, isBusy, onImport, onAgain }: Props) {
  const t = useTranslations("channels.file");
  const { orders, rows, bad, sample } = preview;
  return (
    <div className="flex flex-col gap-3 p-3">
      <p className="text-sm" data-import-summary>
        {t("preview", { name, rows, orders, bad: bad.length })}
      </p>
      {sample.length > 0 && <Sample sample={sample} />}
      {bad.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs text-text-2">{t("bad")}</h3>
          <ul className="max-h-48 overflow-y-auto rounded-md bg-crit-soft px-3 py-1.5 text-xs leading-6 text-crit-text">
            {bad.map((each) => (
              <li key={`${each.row}${each.reason}`}>
                {t("badRow", { row: each.row })} · {each.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex gap-2">
        <Button
          look="primary"
          disabled={isBusy}
          blocked={orders === 0 ? t("nothing") : null}
          onClick={onImport}
        >
          {isBusy ? t("importing") : t("submit", { count: orders })}
        </Button>
        <Button onClick={onAgain} disabled={isBusy}>
          {t("again")}
        </Button>
      </div>
    </div>
  );
}

function Sample({ sample }: { sample: Preview["sample"] }) {
  const t = useTranslations("channels.file");
  const word = useWord();
  return (
    <div>
      <h3 className="mb-1 text-xs text-text-2">{t("good", { count: sample.length })}</h3>
      <Table
        columns={["number", "store", "delivery", "lines", "paid"]}
        label={(name) => t(`columns.${name}`)}
        numbers={["lines", "paid"]}
      >
        {sample.map((order) => (
          <tr key={order.externalNo}>
            <td className={TD}>{order.externalNo}</td>
            <td className={TD}>{order.storeKey}</td>
            <td className={TD}>{word("owner", order.deliver ? "self" : "pickup")}</td>
            <td className={cx(TD, "text-right")}>{order.lines}</td>
            <td className={cx(TD, "text-right")}>
              <Money fen={order.paidFen} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
