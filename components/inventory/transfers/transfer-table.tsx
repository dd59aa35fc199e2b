"use client";

import { useTranslations } from "use-intl";
import { useBlocked, useMe } from "@/components/console/session";
import { useWord } from "@/components/console/use-word";
import type { Outputs } from "@/components/data/trpc";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { Age } from "@/components/ui/countdown";
import { momentText } from "@/components/ui/format";
import { StatusChip } from "@/components/ui/status-chip";
import { amountText } from "../amount";

export type Transfer = Outputs["stockWork"]["transfers"]["rows"][number];
type Acts = { onReceive: (row: Transfer) => void; onReturn: (row: Transfer) => void };

const HEADS = ["from", "to", "sku", "qty", "note", "by", "age", "action"] as const;

export function TransferTable({ rows, ...acts }: Acts & { rows: readonly Transfer[] }) {
  const t = useTranslations("stockWork.transfers");
  const isEnded = rows[0]?.state !== "in_transit";
  return (
    <Table
      columns={HEADS}
      label={(name) => t(name === "age" && isEnded ? "ended" : name)}
      numbers={["qty"]}
      head="sticky"
    >
      {rows.map((row) => (
        <TransferLine key={row.id} row={row} {...acts} />
      ))}
    </Table>
  );
}

function TransferLine({ row, onReceive, onReturn }: Acts & { row: Transfer }) {
  const t = useTranslations("stockWork.transfers");
  const now = useClock();
  const { unit, qty, received, state } = row;
  return (
    <tr className="hover:bg-raised" data-transfer={row.id}>
      <td className={cx(TD, "whitespace-nowrap")}>{row.fromName}</td>
      <td className={cx(TD, "whitespace-nowrap")}>{row.toName}</td>
      <td className={TD}>
        {row.name}
        <span className="ml-2 text-xs text-text-2">{row.code}</span>
      </td>
      <td className={cx(TD, "text-right whitespace-nowrap tabular-nums")}>
        {state === "received" && received !== qty ? (
          <span className="text-warn">
            ▲{" "}
            {t("receivedOf", {
              received: amountText(received ?? 0, unit),
              qty: amountText(qty, unit),
            })}
          </span>
        ) : (
          amountText(qty, unit)
        )}
      </td>
      <td className={cx(TD, "text-text-2")}>{row.note}</td>
      <td className={cx(TD, "whitespace-nowrap text-text-2")}>{row.createdBy}</td>
      <td className={cx(TD, "whitespace-nowrap text-text-2")}>
        {row.endedAt === null ? <Age since={row.createdAt} /> : momentText(row.endedAt, now)}
      </td>
      <td className={TD}>
        <Actions row={row} onReceive={onReceive} onReturn={onReturn} />
      </td>
    </tr>
  );
}

function Actions({ row, onReceive, onReturn }: Acts & { row: Transfer }) {
  const t = useTranslations("stockWork.transfers");
  const word = useWord();
  const say = useTranslations("console");
  const { user } = useMe();
  const blocked = useBlocked("operations", "dispatch", "store");
  if (row.state !== "in_transit") {
    return (
      <StatusChip tone={row.state === "received" ? "ok" : "neutral"}>
        {word("transferState", row.state)}
      </StatusChip>
    );
  }
  const unless = (storeId: number) =>
    blocked ?? (user.storeId === null || user.storeId === storeId ? null : say("noRole"));
  return (
    <span className="flex gap-1.5">
      <Button
        size="small"
        look="primary"
        blocked={unless(row.toStoreId)}
        onClick={() => onReceive(row)}
      >
        {t("receive")}
      </Button>
      <Button size="small" blocked={unless(row.fromStoreId)} onClick={() => onReturn(row)}>
        {t("sendBack")}
      </Button>
    </span>
  );
}
