"use client";

import { Check, ChevronDown } from "lucide-react";
import { Popover } from "../overlay/popover";
import { Button } from "../ui/button";
import { cx, FOCUS } from "../ui/classes";

type Choice<T extends string> = { value: T; label: string };

type Props<T extends string> = {
  label: string;
  choices: readonly Choice<T>[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  id?: string;
};

/** Any number of a few words. None chosen means no condition. */
export function MultiSelect<T extends string>(props: Props<T>) {
  const { label, choices, chosen, onChange, id } = props;
  const names = choices.filter((c) => chosen.includes(c.value)).map((c) => c.label);
  const toggle = (value: T) =>
    onChange(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);
  const trigger = (
    <Button size="small" id={id} className={cx(chosen.length > 0 && "border-accent text-accent")}>
      {names.length === 0 ? label : `${label}: ${names.slice(0, 2).join("、")}`}
      {names.length > 2 && ` +${names.length - 2}`}
      <ChevronDown className="size-3" aria-hidden />
    </Button>
  );
  return (
    <Popover label={label} trigger={trigger}>
      {choices.map((choice) => {
        const isChosen = chosen.includes(choice.value);
        return (
          <button
            key={choice.value}
            type="button"
            aria-pressed={isChosen}
            onClick={() => toggle(choice.value)}
            className={cx(
              "flex h-7 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-raised",
              FOCUS,
            )}
          >
            <Check className={cx("size-3.5", isChosen ? "text-accent" : "invisible")} aria-hidden />
            {choice.label}
          </button>
        );
      })}
    </Popover>
  );
}
