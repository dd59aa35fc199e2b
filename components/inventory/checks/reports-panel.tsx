"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useWord } from "@/components/console/use-word";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { Select } from "@/components/form/input";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Ladder } from "@/components/table/ladder/ladder";
import { MoreButton } from "@/components/table/more-button";
import { Table } from "@/components/table/table";
import { cx } from "@/components/ui/classes";
import { momentText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";

const STATES = ["waiting", "applied", "refused"] as const;
const HEADS = ["report", "kind", "store", "asOf", "lines", "state", "sentBy", "result"] as const;
const TONES = { waiting: "info", applied: "ok", refused: "crit" } as const;
type Report = Outputs["stockWork"]["reports"]["rows"][number];

/** What warehouses, files and people said about shelves, and what became of it. */
export function ReportsPanel() {
  const t = useTranslations("stockWork.checks");
  const word = useWord();
  const trpc = useTRPC();
  const [storeId] = useStoreScope();
  const [state, setState] = useQueryState("report", parseAsStringLiteral(STATES));
  const pages = useInfiniteQuery(
    trpc.stockWork.reports.infiniteQueryOptions(
      { storeId, state },
      {
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 10_000,
      },
    ),
  );
  const data = pages.data?.pages.flatMap((page) => page.rows);
  return (
    <Panel
      title={t("reports")}
      side={
        <Select
          aria-label={t("state")}
          value={state ?? ""}
          onPick={(value) => void setState(STATES.find((one) => one === value) ?? null)}
          choices={[
            { value: "", label: t("allStates") },
            ...STATES.map((value) => ({ value, label: word("reportState", value) })),
          ]}
        />
      }
    >
      <Ladder
        query={pages}
        rows={data}
        empty={{ title: t("noReports.title"), detail: t("noReports.detail") }}
      >
        {(rows) => (
          <Table aria-label={t("reports")} columns={HEADS} label={(name) => t(name)}>
            {rows.map((row) => (
              <ReportLine key={row.id} row={row} />
            ))}
          </Table>
        )}
      </Ladder>
      <MoreButton query={pages} />
    </Panel>
  );
}

function ReportLine({ row }: { row: Report }) {
  const t = useTranslations("stockWork.checks");
  const word = useWord();
  const now = useClock();
  const outcome = Object.entries(row.outcome ?? {}).filter(([, n]) => n > 0);
  return (
    <tr>
      <td className={cx(TD, "max-w-56 truncate")} title={row.reportId}>
        {row.reportId}
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>{word("reportKind", row.kind)}</td>
      <td className={cx(TD, "whitespace-nowrap")}>
        {row.storeName ?? t("unmapped", { key: row.storeKey })}
      </td>
      <td className={cx(TD, "whitespace-nowrap text-text-2")}>{momentText(row.asOf, now)}</td>
      <td className={cx(TD, "tabular-nums")}>{row.lines}</td>
      <td className={TD}>
        <StatusChip tone={TONES[row.state]}>{word("reportState", row.state)}</StatusChip>
      </td>
      <td className={cx(TD, "whitespace-nowrap text-text-2")}>{row.accountName ?? row.sentBy}</td>
      <td className={cx(TD, "text-xs")}>
        {row.code !== null && (
          <span className="text-crit-text">
            {row.code} {row.cause}
          </span>
        )}
        {outcome.map(([name, n]) => `${word("reportOutcome", name)} ${n}`).join(" · ")}
      </td>
    </tr>
  );
}
