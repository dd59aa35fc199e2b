"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowUp, Rows2, Rows3 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { SearchField } from "@/components/form/search-field";
import { ExportButton } from "@/components/table/export-button";
import { Button, IconButton } from "@/components/ui/button";
import { countText } from "@/components/ui/format";
import { Kbd } from "@/components/ui/kbd";
import { type Tab, Tabs } from "@/components/ui/tabs";
import type { OrderQuestion } from "@/server/views/orders/read-filter";
import type { Density } from "./columns";
import { FilterBar } from "./filters/filter-bar";
import { type Ask, type Asked, GROUPS } from "./filters/question";

type Counts = Outputs["orders"]["tabs"] | undefined;

export const SEARCH_ID = "order-search";

type Props = {
  asked: Asked;
  ask: Ask;
  question: OrderQuestion;
  tabs: Counts;
  newerCount: number;
  onLoad: () => void;
  density: Density;
  onDensity: (density: Density) => void;
};

/** Everything above the rows: search, counts by phase, conditions, what is new. */
export function ListHead(props: Props) {
  const { asked, ask, tabs, newerCount, onLoad, density, onDensity } = props;
  const t = useTranslations("orders");
  const searchedAs = tabs?.searchedAs ?? null;
  const isDense = density === "compact";
  return (
    <div className="shrink-0 border-b border-line bg-panel">
      <div className="flex items-center gap-3 px-3 pt-2.5">
        <h1 className="text-base font-bold">{t("title")}</h1>
        <SearchField
          id={SEARCH_ID}
          label={t("searchLabel")}
          hint={t("search")}
          className="w-[420px] max-w-full"
          value={asked.q}
          said={searchedAs && t(`searchedAs.${searchedAs}`)}
          onSearch={(q) => void ask({ q: q === "" ? null : q })}
        />
        {searchedAs !== null && asked.q !== "" && (
          <span aria-live="polite" className="truncate text-xs text-text-2">
            {t(`searchedAs.${searchedAs}`)}
          </span>
        )}
      </div>
      <PhaseTabs asked={asked} ask={ask} counts={tabs} />
      <div className="flex items-center gap-2 px-3 py-2">
        <div className="min-w-0 flex-1">
          <FilterBar asked={asked} ask={ask} />
        </div>
        {newerCount > 0 && (
          <Button
            size="small"
            look="primary"
            data-new-rows={newerCount}
            icon={<ArrowUp className="size-3.5" aria-hidden />}
            onClick={onLoad}
          >
            {t("newRows", { count: newerCount })}
            <Kbd>L</Kbd>
          </Button>
        )}
        <IconButton
          label={`${t("density")}: ${t(`densities.${isDense ? "usual" : "compact"}`)}`}
          onClick={() => onDensity(isDense ? "usual" : "compact")}
          className="size-7"
        >
          {isDense ? <Rows3 className="size-4" /> : <Rows2 className="size-4" />}
        </IconButton>
        <OrdersFile question={props.question} />
      </div>
    </div>
  );
}

function OrdersFile({ question }: { question: OrderQuestion }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const read = (place: string | null) =>
    client.fetchQuery(
      trpc.orders.csv.queryOptions({ question, place }, { staleTime: 0, gcTime: 0 }),
    );
  return <ExportButton name="orders" read={read} />;
}

type TabsProps = { asked: Asked; ask: Ask; counts: Counts };
type TabName = "all" | (typeof GROUPS)[number];

function PhaseTabs({ asked, ask, counts }: TabsProps) {
  const t = useTranslations("console");
  const word = useWord();
  const shown = (count: number | undefined, isFloor: boolean) => {
    if (count === undefined) return {};
    return { count: isFloor ? t("atLeast", { count: countText(count) }) : countText(count) };
  };
  const tabs: Tab<TabName>[] = [
    {
      value: "all",
      label: word("group", "all"),
      ...shown(counts?.total, counts?.isFloor ?? false),
    },
    ...GROUPS.map((group) => {
      const held = counts?.tabs.find((tab) => tab.group === group);
      return {
        value: group,
        label: word("group", group),
        ...shown(held?.count, held?.isFloor ?? false),
      };
    }),
  ];
  return (
    <div className="mt-1 border-b border-line-soft px-1">
      <Tabs
        label={word("group", "all")}
        tabs={tabs}
        value={asked.tab ?? "all"}
        onChange={(tab) => void ask({ tab: tab === "all" ? null : tab })}
      />
    </div>
  );
}
