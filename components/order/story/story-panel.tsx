"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { Button } from "@/components/ui/button";
import { cx, FOCUS } from "@/components/ui/classes";
import { momentText, moneyText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import type { StorySource, StoryView } from "@/server/views/orders/story";
import type { OrderView } from "../use-order";
import { DecisionDialog } from "./decisions-panel";

const SOURCES = [
  "system",
  "person",
  "channel",
  "store",
  "rider",
] as const satisfies readonly StorySource[];
const NEWEST_SHOWN = 5;
const OLDEST_SHOWN = 1;

/** What happened, newest first; the middle opens on demand. */
export function StoryPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.story");
  const [source, setSource] = useState<StorySource | null>(null);
  const [isWhole, setWhole] = useState(false);
  const told = order.story.filter((event) => source === null || event.source === source);
  const hidden = Math.max(0, told.length - NEWEST_SHOWN - OLDEST_SHOWN);
  const isCut = !isWhole && hidden > 1;
  const newest = isCut ? told.slice(0, NEWEST_SHOWN) : told;
  const oldest = isCut ? told.slice(-OLDEST_SHOWN) : [];
  return (
    <Panel
      title={t("title")}
      side={<SourceFilter order={order} source={source} onPick={setSource} />}
    >
      {told.length === 0 && <p className="p-3 text-xs text-text-2">{t("empty")}</p>}
      <ol className="flex flex-col py-1">
        {newest.map((event) => (
          <StoryLine key={event.id} event={event} order={order} />
        ))}
        {isCut && (
          <li className="px-3 py-1">
            <Button size="small" look="ghost" onClick={() => setWhole(true)}>
              {t("more", { count: hidden })}
            </Button>
          </li>
        )}
        {oldest.map((event) => (
          <StoryLine key={event.id} event={event} order={order} />
        ))}
        {isWhole && hidden > 1 && (
          <li className="px-3 py-1">
            <Button size="small" look="ghost" onClick={() => setWhole(false)}>
              {t("less")}
            </Button>
          </li>
        )}
      </ol>
    </Panel>
  );
}

type FilterProps = {
  order: OrderView;
  source: StorySource | null;
  onPick: (source: StorySource | null) => void;
};

function SourceFilter({ order, source, onPick }: FilterProps) {
  const t = useTranslations("order.story");
  const word = useWord();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of toggles, not a part of a form
    <div role="group" aria-label={t("filter")} className="flex gap-0.5">
      {SOURCES.map((each) => {
        const count = order.story.filter((event) => event.source === each).length;
        if (count === 0) return null;
        return (
          <button
            key={each}
            type="button"
            aria-pressed={source === each}
            onClick={() => onPick(source === each ? null : each)}
            className={cx(
              "h-6 rounded px-1.5 text-xs",
              source === each ? "bg-accent-soft text-accent" : "text-text-2 hover:bg-raised",
              FOCUS,
            )}
          >
            {word("source", each)} {count}
          </button>
        );
      })}
    </div>
  );
}

function StoryLine({ event, order }: { event: StoryView; order: OrderView }) {
  const word = useWord();
  const now = useClock();
  const isSelf =
    event.actor === event.source || event.actor in { system: 1, channel: 1, dispatch: 1 };
  return (
    <li className="grid grid-cols-[92px_64px_minmax(0,1fr)] gap-2 px-3 py-1 text-[13px] leading-5">
      <time className="text-text-2 tabular-nums">{momentText(event.at, now)}</time>
      <span className="truncate text-xs leading-5 text-text-2">
        {isSelf || event.source === "channel" ? word("source", event.source) : event.actor}
      </span>
      <div className="min-w-0">
        <span>{word("event", event.kind)}</span>
        <Facts event={event} />
        {event.decides !== null && <Why event={event} order={order} />}
        {event.note !== "" && <p className="text-xs break-words text-text-2">{event.note}</p>}
      </div>
    </li>
  );
}

function Facts({ event }: { event: StoryView }) {
  const t = useTranslations("order.story.facts");
  return event.facts.map(({ key, value }) => (
    <span key={key} className="ml-2 text-xs text-text-2">
      {t(key as "lines", { count: value, money: moneyText(value) } as { count: number })}
    </span>
  ));
}

/** The decision behind an automatic step, where one was written. */
function Why({ event, order }: { event: StoryView; order: OrderView }) {
  const t = useTranslations("order.story");
  const [isOpen, setOpen] = useState(false);
  const decision = order.decisions.find((each) => each.kind === event.decides);
  if (!decision) return null;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className={cx("ml-2 rounded text-xs text-accent hover:underline", FOCUS)}
      >
        {t("why")}
      </button>
      {isOpen && <DecisionDialog decision={decision} onClose={() => setOpen(false)} />}
    </>
  );
}
