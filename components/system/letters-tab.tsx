"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Select } from "@/components/form/input";
import { useHint } from "@/components/live/console-live";
import { Ladder } from "@/components/table/ladder/ladder";
import { MoreButton } from "@/components/table/more-button";
import { type Choice, useChoice } from "@/components/table/use-choice";
import { Button } from "@/components/ui/button";
import type { DeadLetterView } from "@/server/views/system/dead-letters";
import { DiscardDialog } from "./discard-dialog";
import { LetterDialog } from "./letter-dialog";
import { LetterTable } from "./letter-table";

const STATES = ["open", "rerun", "discarded"] as const;

function useLetters(state: (typeof STATES)[number]) {
  const t = useTranslations("system.letters");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const client = useQueryClient();
  const pages = useInfiniteQuery(
    trpc.system.deadLetters.infiniteQueryOptions(
      { state },
      { getNextPageParam: (last) => last.next ?? undefined },
    ),
  );
  const again = () => {
    client.invalidateQueries(trpc.system.deadLetters.infiniteQueryFilter());
    client.invalidateQueries(trpc.session.badges.queryFilter());
  };
  useHint("dead-letters", again);
  const rerun = useMutation(
    trpc.system.rerun.mutationOptions({
      onSuccess: ({ count }) => {
        toast.success(t("rerunDone", { count }));
        again();
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  return { pages, again, rerun };
}

export function LettersTab() {
  const t = useTranslations("system.letters");
  const blocked = useBlocked("operations");
  const [state, setState] = useQueryState(
    "letters",
    parseAsStringLiteral(STATES).withDefault("open"),
  );
  const { pages, again, rerun } = useLetters(state);
  const [openId, setOpenId] = useState<string | null>(null);
  const [discarding, setDiscarding] = useState<string[] | null>(null);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const { picked: chosen, clear, ...choice } = useChoice(rows, (row) => row.id);
  const picked = chosen.map((row) => row.id);
  const done = () => {
    clear();
    setOpenId(null);
    setDiscarding(null);
    again();
  };
  return (
    <div className="flex flex-col gap-2 p-3">
      <div className="flex h-8 items-center gap-2">
        <Select
          aria-label={t("state")}
          value={state}
          onPick={(value) => void setState(STATES.find((each) => each === value) ?? "open")}
          choices={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        />
        {picked.length > 0 && (
          <>
            <span className="text-xs text-text-2">{t("chosen", { count: picked.length })}</span>
            <Button
              look="primary"
              blocked={blocked}
              disabled={rerun.isPending}
              onClick={() => rerun.mutate({ ids: picked }, { onSuccess: done })}
            >
              {t("rerun")}
            </Button>
            <Button look="danger" blocked={blocked} onClick={() => setDiscarding(picked)}>
              {t("discard")}
            </Button>
          </>
        )}
      </div>
      <LetterList state={state} pages={pages} rows={rows} choice={choice} onOpen={setOpenId} />
      {openId !== null && (
        <LetterDialog
          id={openId}
          onClose={() => setOpenId(null)}
          onRerun={(text) =>
            rerun.mutate(
              { ids: [openId], ...(text !== null && { bodies: { [openId]: text } }) },
              { onSuccess: done },
            )
          }
          onDiscard={() => setDiscarding([openId])}
        />
      )}
      {discarding && (
        <DiscardDialog ids={discarding} onClose={() => setDiscarding(null)} onDone={done} />
      )}
    </div>
  );
}

type ListProps = {
  state: (typeof STATES)[number];
  pages: ReturnType<typeof useLetters>["pages"];
  rows: readonly DeadLetterView[];
  choice: Choice;
  onOpen: (id: string) => void;
};

function LetterList({ state, pages, rows, ...rest }: ListProps) {
  const t = useTranslations("system.letters");
  const key = state === "open" ? "empty" : "emptyOther";
  return (
    <Ladder
      query={pages}
      rows={pages.data && rows}
      skeleton={{ count: 10, height: 40 }}
      empty={{ title: t(`${key}.title`), detail: t(`${key}.detail`) }}
    >
      {(shown) => (
        <div className="overflow-x-auto rounded-lg border border-line bg-panel">
          <LetterTable rows={shown} canChoose={state === "open"} {...rest} />
          <MoreButton query={pages} />
        </div>
      )}
    </Ladder>
  );
}
