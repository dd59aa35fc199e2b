"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { MultiSelect } from "@/components/form/multi-select";
import { SearchField } from "@/components/form/search-field";
import { Button } from "@/components/ui/button";
import { cx, FOCUS } from "@/components/ui/classes";
import { countText } from "@/components/ui/format";
import { Tabs } from "@/components/ui/tabs";
import { STATES, type useShelfQuestion, ZONES } from "../question";

type Shelves = ReturnType<typeof useShelfQuestion>;
type Props = Pick<Shelves, "asked" | "ask" | "isPlain" | "storeId"> & {
  totals: Outputs["inventory"]["totals"] | undefined;
  chosen: ReadonlySet<number>;
  onUnchoose: () => void;
};

export const SEARCH_ID = "inventory-search";
const NONE = { q: null, category: null, zone: null, state: null };

/** Search, filters, states with their counts, and what is chosen. */
export function MatrixHead({ asked, ask, isPlain, storeId, totals, chosen, onUnchoose }: Props) {
  const t = useTranslations("inventory");
  const word = useWord();
  const trpc = useTRPC();
  const categories = useQuery(
    trpc.inventory.categories.queryOptions(undefined, { staleTime: 600_000 }),
  );
  const count = (state: (typeof STATES)[number] | "all") =>
    totals ? { count: countText(totals.states[state]) } : {};
  return (
    <div className="shrink-0 border-b border-line bg-panel">
      <div className="flex items-center gap-2 px-3 pt-2">
        <SearchField
          id={SEARCH_ID}
          label={t("searchLabel")}
          hint={t("search")}
          value={asked.q}
          onSearch={(q) => void ask({ q: q === "" ? null : q })}
          className="w-72"
        />
        <MultiSelect
          label={t("category")}
          choices={(categories.data ?? []).map((value) => ({ value, label: value }))}
          chosen={asked.category}
          onChange={(category) => void ask({ category })}
        />
        <MultiSelect
          label={t("zone")}
          choices={ZONES.map((value) => ({ value, label: word("zone", value) }))}
          chosen={asked.zone}
          onChange={(zone) => void ask({ zone })}
        />
        {!isPlain && (
          <Button size="small" look="ghost" onClick={() => void ask(NONE)}>
            {t("clear")}
          </Button>
        )}
        <div className="flex-1" />
        {chosen.size > 0 && <Chosen chosen={chosen} storeId={storeId} onUnchoose={onUnchoose} />}
      </div>
      <div className="px-1">
        <Tabs
          label={t("state")}
          value={asked.state ?? "all"}
          onChange={(state) => void ask({ state: state === "all" ? null : state })}
          tabs={(["all", ...STATES] as const).map((value) => ({
            value,
            label: t(`states.${value}`),
            ...count(value),
          }))}
        />
      </div>
    </div>
  );
}

function Chosen({ chosen, storeId, onUnchoose }: Pick<Props, "chosen" | "storeId" | "onUnchoose">) {
  const t = useTranslations("inventory");
  const store = storeId === null ? "" : `&store=${storeId}`;
  return (
    <>
      <span role="status" className="text-xs text-text-2">
        {t("selected", { count: chosen.size })}
      </span>
      <Link
        href={`/inventory/bulk?skus=${[...chosen].join(",")}${store}`}
        className={cx(
          "inline-flex h-7 items-center rounded-md bg-accent px-2 text-xs text-on-accent hover:opacity-90",
          FOCUS,
        )}
      >
        {t("toBulk")}
      </Link>
      <Button size="small" look="ghost" onClick={onUnchoose}>
        {t("unselect")}
      </Button>
    </>
  );
}
