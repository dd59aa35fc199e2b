"use client";

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type ComponentProps, useState } from "react";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useKeys } from "@/components/console/keys";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Ladder } from "@/components/table/ladder/ladder";
import { useRowFocus } from "@/components/table/use-row-focus";
import { moneyText } from "@/components/ui/format";
import { Tabs } from "@/components/ui/tabs";
import type { CaseRowView } from "@/server/views/cases/case-row";
import { CaseTable } from "./case-table";
import { CloseDialog } from "./close-dialog";
import { MapDialog } from "./map-dialog";
import { QueueList } from "./queue-list";

const STATES = ["open", "closed"] as const;
const HINT_MS = 1_500;

function useCases() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [asked, ask] = useQueryStates({
    state: parseAsStringLiteral(STATES).withDefault("open"),
    code: parseAsArrayOf(parseAsString).withDefault([]),
  });
  const [storeId] = useStoreScope();
  const filter = { state: asked.state, storeId };
  const queues = useQuery(
    trpc.exceptions.queues.queryOptions(filter, { placeholderData: keepPreviousData }),
  );
  const pages = useInfiniteQuery(
    trpc.exceptions.list.infiniteQueryOptions(
      { filter: { ...filter, codes: asked.code } },
      {
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 60_000,
      },
    ),
  );
  const again = () => {
    client.invalidateQueries(trpc.exceptions.pathFilter());
    client.invalidateQueries(trpc.session.badges.queryFilter());
  };
  useHint("exceptions", again, HINT_MS);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return { asked, ask, queues, pages, rows, again };
}

type Doing = { kind: "map" | "close"; row: CaseRowView } | null;

export function ExceptionsPage() {
  const t = useTranslations("exceptions");
  const router = useRouter();
  const cases = useCases();
  const { asked, ask, queues, rows, again } = cases;
  const { focusId, setFocusId, focused, moves } = useRowFocus(rows, (row) => row.id);
  const [doing, setDoing] = useState<Doing>(null);
  useKeys({
    ...moves,
    Enter: () => focused?.order && router.push(`/orders/${focused.order.id}`),
    m: () => focused?.mapping && setDoing({ kind: "map", row: focused }),
    d: () => focused && focused.closedAt === null && setDoing({ kind: "close", row: focused }),
  });
  const done = () => {
    setDoing(null);
    again();
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center gap-4 border-b border-line bg-panel px-3">
        <h1 className="text-base font-bold">{t("title")}</h1>
        <Tabs
          label={t("state")}
          value={asked.state}
          onChange={(state) => void ask({ state, code: null })}
          tabs={STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
        />
        {queues.data && asked.state === "open" && (
          <p className="text-xs text-text-2">
            {t("summary", {
              breached: queues.data.breached,
              money: moneyText(queues.data.riskFen),
            })}
          </p>
        )}
        <p className="ml-auto text-xs text-text-2">{t("keys")}</p>
      </div>
      <div className="flex min-h-0 flex-1">
        <QueueList
          queues={queues.data}
          chosen={asked.code}
          onPick={(code) => void ask({ code: code === null ? null : [code] })}
        />
        <div className="min-w-0 flex-1 overflow-auto bg-panel">
          <CaseList
            cases={cases}
            focusId={focusId}
            onFocus={setFocusId}
            onMap={(row) => setDoing({ kind: "map", row })}
            onClose={(row) => setDoing({ kind: "close", row })}
          />
        </div>
      </div>
      {doing?.kind === "map" && doing.row.mapping && (
        <MapDialog
          row={doing.row}
          mapping={doing.row.mapping}
          onClose={() => setDoing(null)}
          onDone={done}
        />
      )}
      {doing?.kind === "close" && (
        <CloseDialog row={doing.row} onClose={() => setDoing(null)} onDone={done} />
      )}
    </div>
  );
}

type ListProps = Omit<ComponentProps<typeof CaseTable>, "rows" | "onMore"> & {
  cases: ReturnType<typeof useCases>;
};

function CaseList({ cases: { asked, pages, rows }, ...rest }: ListProps) {
  const empty = <NoCases isClosed={asked.state === "closed"} isQueue={asked.code.length > 0} />;
  const onMore = pages.hasNextPage ? () => void pages.fetchNextPage() : null;
  return (
    <Ladder
      query={pages}
      rows={pages.data && rows}
      skeleton={{ count: 16, height: 40 }}
      empty={empty}
    >
      {(shown) => <CaseTable rows={shown} onMore={onMore} {...rest} />}
    </Ladder>
  );
}

function NoCases({ isClosed, isQueue }: { isClosed: boolean; isQueue: boolean }) {
  const t = useTranslations("exceptions");
  const key = isQueue ? "emptyQueue" : isClosed ? "emptyClosed" : "empty";
  return <EmptyState title={t(`${key}.title`)} detail={t(`${key}.detail`)} />;
}
