"use client";

import { type KeyboardEvent, useId } from "react";
import { SkeletonRows } from "../table/ladder/skeleton";
import { cx } from "../ui/classes";
import { Input } from "./input";

export type PickChoice = { id: number; name: string; detail: string };

type Props = {
  label: string;
  words: string;
  onWords: (words: string) => void;
  /** Undefined while they are being looked for. */
  choices: readonly PickChoice[] | undefined;
  picked: number | null;
  onPick: (id: number) => void;
  none: string;
};

/** Search and choose one: type, arrow, Enter. */
export function PickList({ label, words, onWords, choices, picked, onPick, none }: Props) {
  const listId = useId();
  const walk = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || !choices || choices.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = choices.findIndex((choice) => choice.id === picked);
    const next = choices[(at + step + choices.length) % choices.length];
    if (next) onPick(next.id);
  };
  return (
    <div className="flex flex-col gap-2">
      <Input
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={picked === null ? undefined : `${listId}-${picked}`}
        placeholder={label}
        value={words}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={walk}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={label}
        className="h-72 overflow-y-auto rounded-md border border-line-soft"
      >
        {choices === undefined && <SkeletonRows count={6} height={40} />}
        {choices?.length === 0 && <p className="p-6 text-center text-xs text-text-2">{none}</p>}
        {choices?.map((choice) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the box above has the focus
          <div
            key={choice.id}
            id={`${listId}-${choice.id}`}
            role="option"
            aria-selected={choice.id === picked}
            onClick={() => onPick(choice.id)}
            className={cx(
              "flex h-9 cursor-default items-center justify-between gap-3 px-3 text-sm",
              choice.id === picked ? "bg-accent-soft text-accent" : "hover:bg-raised",
            )}
          >
            <span className="truncate">{choice.name}</span>
            <span className="shrink-0 text-xs text-text-2">{choice.detail}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
