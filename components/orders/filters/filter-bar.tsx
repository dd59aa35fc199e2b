"use client";

import { useTranslations } from "use-intl";
import { useMe } from "@/components/console/session";
import { useWord } from "@/components/console/use-word";
import { MultiSelect } from "@/components/form/multi-select";
import { Button } from "@/components/ui/button";
import { PHASES } from "@/server/domain/orders/phase";
import { AmountFilter } from "./amount-filter";
import { type Ask, type Asked, FLAGS, hasConditions, NO_CONDITIONS } from "./question";
import { RangePicker } from "./range-picker";

type Props = { asked: Asked; ask: Ask };

export const FIRST_FILTER_ID = "order-filter-channel";

export function FilterBar({ asked, ask }: Props) {
  const t = useTranslations("orders.filters");
  const word = useWord();
  const { channels } = useMe();
  const choices = <T extends string>(group: "channel" | "phase" | "flag", values: readonly T[]) =>
    values.map((value) => ({ value, label: word(group, value) }));
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{t("label")}</legend>
      <RangePicker range={asked.range} onPick={(range) => void ask({ range })} />
      <MultiSelect
        id={FIRST_FILTER_ID}
        label={t("channel")}
        choices={choices("channel", channels)}
        chosen={asked.channel}
        onChange={(channel) => void ask({ channel })}
      />
      <MultiSelect
        label={t("phase")}
        choices={choices("phase", [...PHASES].reverse())}
        chosen={asked.phase}
        onChange={(phase) => void ask({ phase })}
      />
      <MultiSelect
        label={t("flag")}
        choices={choices("flag", FLAGS)}
        chosen={asked.flag}
        onChange={(flag) => void ask({ flag })}
      />
      <AmountFilter min={asked.min} max={asked.max} onPick={(amounts) => void ask(amounts)} />
      {hasConditions(asked) && (
        <Button size="small" look="ghost" onClick={() => void ask(NO_CONDITIONS)}>
          {t("clear")}
        </Button>
      )}
    </fieldset>
  );
}
