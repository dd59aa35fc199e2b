"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/console/session";
import { useWord } from "@/components/console/use-word";
import { useTRPC } from "@/components/data/trpc";
import { MultiSelect } from "@/components/form/multi-select";
import { SearchField } from "@/components/form/search-field";
import { ExportButton } from "@/components/table/export-button";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { type Ask, type Asked, hasConditions, type OwedQuestion, STATES, WHYS } from "./use-owed";

export const SEARCH_ID = "owed-search";
export const FIRST_FILTER_ID = "owed-filter-channel";

type Props = {
  asked: Asked;
  ask: Ask;
  question: OwedQuestion;
  /** What it is all together, or what is done with the rows that are chosen. */
  children: ReactNode;
};

/** Everything above the rows: what is asked, and what it sums to. */
export function OwedHead({ asked, ask, question, children }: Props) {
  const t = useTranslations("owed");
  return (
    <div className="shrink-0 border-b border-line bg-panel">
      <div className="flex items-center gap-4 border-b border-line-soft px-3">
        <h1 className="text-base font-bold">{t("title")}</h1>
        <Tabs
          label={t("state")}
          value={asked.state}
          onChange={(state) => void ask({ state })}
          tabs={STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
        />
        <div className="ml-auto">
          <OwedFile question={question} />
        </div>
      </div>
      <div className="flex min-h-11 items-center gap-1.5 px-3 py-1.5">
        <SearchField
          id={SEARCH_ID}
          label={t("searchLabel")}
          hint={t("search")}
          value={asked.q}
          onSearch={(q) => void ask({ q: q === "" ? null : q })}
          className="w-64"
        />
        <Filters asked={asked} ask={ask} />
        <div className="ml-auto flex items-center gap-3">{children}</div>
      </div>
    </div>
  );
}

function Filters({ asked, ask }: Pick<Props, "asked" | "ask">) {
  const t = useTranslations("owed");
  const word = useWord();
  const { channels } = useMe();
  return (
    <>
      <MultiSelect
        id={FIRST_FILTER_ID}
        label={t("channel")}
        choices={channels.map((value) => ({ value, label: word("channel", value) }))}
        chosen={asked.channel}
        onChange={(channel) => void ask({ channel })}
      />
      <MultiSelect
        label={t("why")}
        choices={WHYS.map((value) => ({ value, label: t(`whys.${value}`) }))}
        chosen={asked.why}
        onChange={(why) => void ask({ why })}
      />
      {hasConditions(asked) && (
        <Button
          size="small"
          look="ghost"
          onClick={() => void ask({ channel: null, why: null, q: null })}
        >
          {t("clear")}
        </Button>
      )}
    </>
  );
}

function OwedFile({ question }: { question: OwedQuestion }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const read = (place: string | null) =>
    client.fetchQuery(
      trpc.owed.csv.queryOptions({ filter: question, place }, { staleTime: 0, gcTime: 0 }),
    );
  return <ExportButton name="owed" read={read} />;
}
