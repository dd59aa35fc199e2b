"use client";

import { useTranslations } from "use-intl";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx, type Tone } from "@/components/ui/classes";
import { momentText, shortSpanText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { CellCard, ChannelCard } from "@/server/views/inventory/cell-card";
import { amountText, type Unit } from "../amount";

/** A channel that has shown something else for so long is shown in red. */
const LATE_MS = 10_000;

type Sync = "same" | "sending" | "differs" | "blocked" | "notShown";
const TONES: Record<Sync, Tone> = {
  same: "ok",
  sending: "info",
  differs: "crit",
  blocked: "crit",
  notShown: "neutral",
};

/** How what a channel shows stands to what it should. */
function syncOf(one: Pick<ChannelCard, "isBlocked" | "dirtyAt" | "shownAt">, now: number): Sync {
  if (one.isBlocked) return "blocked";
  if (one.dirtyAt !== null) return now - one.dirtyAt > LATE_MS ? "differs" : "sending";
  return one.shownAt === null ? "notShown" : "same";
}

/** What each channel may show and how that came about, beside what it does show. */
export function ChannelsPanel({ card }: { card: CellCard }) {
  const t = useTranslations("inventory.card");
  return (
    <Panel title={t("channels")}>
      {card.channels.length === 0 ? (
        <p className="px-3 py-4 text-xs text-text-2">{t("noChannels")}</p>
      ) : (
        <Table columns={["channels", "shown"]} label={(name) => t(name)} head="unseen">
          {card.channels.map((one) => (
            <ChannelLine key={one.accountId} one={one} unit={card.unit} portion={card.portion} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

type LineProps = { one: ChannelCard; unit: Unit; portion: number };

function ChannelLine({ one, unit, portion }: LineProps) {
  const t = useTranslations("inventory.card");
  const now = useClock();
  const sync = syncOf(one, now);
  const isWrong = sync === "differs" || sync === "blocked";
  return (
    <tr data-channel={one.accountId}>
      <td className={cx(TD, "align-top")}>
        <div className="flex items-center gap-2">
          <ChannelTag channel={one.channel} label={one.name} />
          <span className="ml-auto font-semibold">{t("promise", { count: one.promise })}</span>
        </div>
        <Steps one={one} unit={unit} portion={portion} />
      </td>
      <td className={cx(TD, "w-44 align-top")}>
        <div className="flex items-center justify-between gap-2">
          <span className={cx("tabular-nums", isWrong && "font-semibold text-crit-text")}>
            {one.shown ?? "—"}
          </span>
          <StatusChip tone={TONES[sync]}>{t(sync)}</StatusChip>
        </div>
        <p
          className={cx(
            "mt-0.5 text-right text-[11px]",
            isWrong ? "text-crit-text" : "text-text-2",
          )}
        >
          {one.dirtyAt !== null
            ? shortSpanText(Math.max(0, now - one.dirtyAt))
            : one.shownAt !== null && t("sameAt", { time: momentText(one.shownAt, now) })}
          {one.tries > 0 && ` · ${t("tries", { count: one.tries })}`}
        </p>
        {one.fault !== null && one.dirtyAt !== null && (
          <p className="text-[11px] break-words text-crit-text">{one.fault}</p>
        )}
      </td>
    </tr>
  );
}

/** The chain as a sentence of steps; those that change nothing are left out. */
function Steps({ one, unit, portion }: LineProps) {
  const t = useTranslations("inventory.card");
  const { chain } = one;
  const text = (base: number) => ({ amount: amountText(base, unit) });
  if (chain.isLastFew) return <p className="mt-0.5 text-[11px] text-warn">▲ {t("lastFew")}</p>;
  const steps = [
    chain.dedicated > 0 && t("dedicated", text(chain.dedicated)),
    t("share", { ...text(chain.shared), percent: `${one.shareBps / 100}%` }),
    one.cap !== null &&
      chain.capped < chain.dedicated + chain.share &&
      t("cap", text(one.cap * portion)),
    chain.buffer > 0 && t("buffer", text(chain.buffer)),
  ].filter((step) => step !== false);
  return <p className="mt-0.5 text-[11px] text-text-2">{steps.join(" → ")}</p>;
}
