"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/data/trpc";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Unread } from "@/components/table/ladder/ladder";
import { AccountTable } from "./account-table";
import { ImportPanel } from "./import-panel";
import { StrangersPanel } from "./strangers-panel";

const AGAIN_MS = 10_000;

export function ChannelsPage() {
  const t = useTranslations("channels");
  const trpc = useTRPC();
  const list = useQuery(trpc.channels.list.queryOptions(undefined, { refetchInterval: AGAIN_MS }));
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <h1 className="shrink-0 border-b border-line bg-panel px-3 py-2.5 text-base font-bold">
        {t("title")}
      </h1>
      {!list.data && <Unread query={list} skeleton={{ count: 8, height: 44 }} />}
      {list.data && (
        <div className="flex flex-col gap-3 p-3">
          {list.data.accounts.length === 0 ? (
            <EmptyState title={t("empty.title")} detail={t("empty.detail")} />
          ) : (
            <AccountTable accounts={list.data.accounts} />
          )}
          <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-3">
            <ImportPanel accounts={list.data.accounts.filter((a) => a.takesFiles)} />
            <StrangersPanel strangers={list.data.strangers} />
          </div>
        </div>
      )}
    </div>
  );
}
