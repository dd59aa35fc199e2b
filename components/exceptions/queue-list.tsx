"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import type { Outputs } from "@/components/data/trpc";
import { cx, FOCUS } from "@/components/ui/classes";
import { countText } from "@/components/ui/format";

type Queues = Outputs["exceptions"]["queues"];
type Props = {
  queues: Queues | undefined;
  chosen: readonly string[];
  onPick: (code: string | null) => void;
};

/** The queues with their counts; together they are the total above them. */
export function QueueList({ queues, chosen, onPick }: Props) {
  const t = useTranslations("exceptions");
  const word = useWord();
  return (
    <nav
      aria-label={t("queues")}
      className="flex w-48 shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-panel p-2"
    >
      <Queue
        name={t("all")}
        count={queues?.total}
        breached={queues?.breached ?? 0}
        isChosen={chosen.length === 0}
        onPick={() => onPick(null)}
      />
      {queues?.queues.map((queue) => (
        <Queue
          key={queue.code}
          name={word("case", queue.code)}
          count={queue.n}
          breached={queue.breached}
          isChosen={chosen.includes(queue.code)}
          onPick={() => onPick(queue.code)}
        />
      ))}
    </nav>
  );
}

type QueueProps = {
  name: string;
  count: number | undefined;
  breached: number;
  isChosen: boolean;
  onPick: () => void;
};

function Queue({ name, count, breached, isChosen, onPick }: QueueProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onPick}
      className={cx(
        "flex h-8 items-center gap-2 rounded-md px-2 text-left text-sm",
        isChosen ? "bg-accent-soft font-semibold text-accent" : "text-text hover:bg-raised",
        FOCUS,
      )}
    >
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {breached > 0 && <span className="text-xs text-crit-text">■ {countText(breached)}</span>}
      <span data-queue-count className="text-xs text-text-2 tabular-nums">
        {count === undefined ? "" : countText(count)}
      </span>
    </button>
  );
}
