"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Field, Input } from "@/components/form/input";
import { Popover } from "@/components/overlay/popover";
import { Button } from "@/components/ui/button";
import { cx, FOCUS } from "@/components/ui/classes";
import { dayText } from "@/components/ui/format";

const PRESETS = ["today", "yesterday", "7d"] as const;
const NAMES = { today: "today", yesterday: "yesterday", "7d": "week" } as const;

type Props = { range: string; onPick: (range: string | null) => void };

export function RangePicker({ range, onPick }: Props) {
  const t = useTranslations("orders.range");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset stands around all filters already
    <div
      role="group"
      aria-label={t("label")}
      className="flex rounded-md border border-line bg-panel p-0.5"
    >
      {PRESETS.map((preset) => (
        <button
          key={preset}
          type="button"
          aria-pressed={range === preset}
          onClick={() => onPick(preset === "today" ? null : preset)}
          className={cx(
            "h-6 rounded px-2 text-xs",
            range === preset
              ? "bg-accent-soft font-semibold text-accent"
              : "text-text-2 hover:text-text",
            FOCUS,
          )}
        >
          {t(NAMES[preset])}
        </button>
      ))}
      <OtherDays range={range} onPick={onPick} />
    </div>
  );
}

function OtherDays({ range, onPick }: Props) {
  const t = useTranslations("orders");
  const [isOpen, setOpen] = useState(false);
  const [from = "", to = ""] = range.includes("..") ? range.split("..") : [];
  const today = dayText(Date.now());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const days = [String(data.get("from")), String(data.get("to"))].filter(Boolean).sort();
    if (days.length === 0) return;
    setOpen(false);
    onPick(`${days[0]}..${days.at(-1)}`);
  };
  return (
    <Popover
      label={t("range.other")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={cx(
            "h-6 rounded px-2 text-xs",
            from ? "bg-accent-soft font-semibold text-accent" : "text-text-2 hover:text-text",
            FOCUS,
          )}
        >
          {from ? `${from.slice(5)} – ${to.slice(5)}` : t("range.other")}
        </button>
      }
    >
      <form onSubmit={submit} className="flex w-52 flex-col gap-2.5 p-2">
        <Field label={t("range.from")} htmlFor="range-from">
          <Input id="range-from" name="from" type="date" defaultValue={from || today} max={today} />
        </Field>
        <Field label={t("range.to")} htmlFor="range-to">
          <Input id="range-to" name="to" type="date" defaultValue={to || today} max={today} />
        </Field>
        <Button type="submit" look="primary" size="small">
          {t("filters.apply")}
        </Button>
      </form>
    </Popover>
  );
}
