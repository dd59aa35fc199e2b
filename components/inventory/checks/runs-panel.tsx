"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { useWord } from "@/components/console/use-word";
import { errorText } from "@/components/data/provider";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Ladder } from "@/components/table/ladder/ladder";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { countText, momentText, shortSpanText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";

const HEADS = ["started", "took", "by", "cells", "broken"] as const;
type Run = Outputs["stockWork"]["checks"][number];

/** The last runs of the check that every cell is the sum of its ledger and its promises. */
export function RunsPanel() {
  const t = useTranslations("stockWork.checks");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const client = useQueryClient();
  const blocked = useBlocked("operations");
  const runs = useQuery(trpc.stockWork.checks.queryOptions(undefined, { refetchInterval: 10_000 }));
  const run = useMutation(
    trpc.stockWork.runCheck.mutationOptions({
      onSuccess: ({ cells, broken }) => {
        toast.success(t("ran", { cells, broken }));
        void client.invalidateQueries(trpc.stockWork.pathFilter());
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  return (
    <Panel
      title={t("runs")}
      side={
        <Button
          size="small"
          look="primary"
          blocked={blocked}
          disabled={run.isPending}
          onClick={() => run.mutate()}
        >
          {run.isPending ? t("running") : t("run")}
        </Button>
      }
    >
      <Ladder
        query={runs}
        rows={runs.data}
        empty={{ title: t("noRuns.title"), detail: t("noRuns.detail") }}
      >
        {(rows) => (
          <Table columns={HEADS} label={(name) => t(name)}>
            {rows.map((row) => (
              <RunLine key={row.id} row={row} />
            ))}
          </Table>
        )}
      </Ladder>
    </Panel>
  );
}

function RunLine({ row }: { row: Run }) {
  const t = useTranslations("stockWork.checks");
  const word = useWord();
  const now = useClock();
  return (
    <tr>
      <td className={cx(TD, "whitespace-nowrap")}>{momentText(row.startedAt, now)}</td>
      <td className={TD}>
        {row.endedAt === null ? "—" : shortSpanText(row.endedAt - row.startedAt)}
      </td>
      <td className={TD}>{word("source", row.askedBy)}</td>
      <td className={cx(TD, "tabular-nums")}>{countText(row.cells)}</td>
      <td className={TD}>
        {row.endedAt === null ? (
          <StatusChip tone="info">{t("running")}</StatusChip>
        ) : (
          <StatusChip tone={row.broken > 0 ? "crit" : "ok"}>
            {row.broken > 0 ? countText(row.broken) : t("balanced")}
          </StatusChip>
        )}
      </td>
    </tr>
  );
}
