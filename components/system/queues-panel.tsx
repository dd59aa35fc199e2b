"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { cx } from "@/components/ui/classes";
import { countText, momentText, shortSpanText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import type { Health } from "./health";

type Props = { queues: Health["queues"]; failed: Health["failed"] };

/** Calls we owe to channels: details to fetch, answers to write back. */
export function QueuesPanel({ queues, failed }: Props) {
  const t = useTranslations("system.queues");
  const right = cx(TD, "text-right");
  return (
    <Panel title={t("title")}>
      {queues.length === 0 && <p className="p-3 text-xs text-text-2">{t("none")}</p>}
      {queues.length > 0 && (
        <Table
          columns={["kind", "account", "waiting", "failed", "oldest", "error"]}
          label={(name) => t(name)}
          numbers={["waiting", "failed", "oldest"]}
        >
          {queues.map((queue) => (
            <tr key={`${queue.queue}${queue.accountName}`}>
              <td className={TD}>{t(queue.queue)}</td>
              <td className={TD}>{queue.accountName}</td>
              <td className={right}>{countText(queue.waiting)}</td>
              <td className={cx(right, queue.failed > 0 && "text-crit-text")}>
                {countText(queue.failed)}
              </td>
              <td className={right}>
                {queue.oldestMs === null ? "—" : shortSpanText(queue.oldestMs)}
              </td>
              <td className={cx(TD, "max-w-48 truncate text-text-2")} title={queue.lastError ?? ""}>
                {queue.lastError ?? "—"}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {failed.length > 0 && <Failed failed={failed} />}
    </Panel>
  );
}

function Failed({ failed }: { failed: Health["failed"] }) {
  const t = useTranslations("system.queues");
  const word = useWord();
  const now = useClock();
  return (
    <div className="border-t border-line">
      <h3 className="px-3 pt-2 text-xs text-text-2">{t("failedTitle")}</h3>
      <Table
        columns={["order", "kind", "attempts", "answer", "when"]}
        label={(name) => t(name)}
        numbers={["attempts"]}
      >
        {failed.map((each) => (
          <tr key={each.id}>
            <td className={TD}>
              <Link href={`/orders/${each.orderId}`} className="text-accent hover:underline">
                {each.label}
              </Link>
            </td>
            <td className={TD}>{word("writeback", each.kind)}</td>
            <td className={cx(TD, "text-right")}>{each.attempts}</td>
            <td className={cx(TD, "max-w-56 truncate")} title={each.answer ?? ""}>
              {each.answer}
            </td>
            <td className={cx(TD, "text-text-2")}>{momentText(each.createdAt, now)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
