"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { countText } from "@/components/ui/format";
import type { WallChannel } from "@/server/domain/live/wall";
import { deviationText, lagText } from "../format";
import { StateMark, toneOf } from "../state-mark";
import { Sparkline } from "./sparkline";

export const columns =
  "grid grid-cols-[calc(10*var(--u))_minmax(0,1fr)_calc(80*var(--u))_calc(108*var(--u))_calc(128*var(--u))_calc(62*var(--u))] items-center gap-x-6 px-8 whitespace-nowrap";

type Props = { channel: WallChannel; name: string; isOut: boolean };

/** The bar of colour and the name are the channel; shape and colour of the deviation are its state. */
export const ChannelRow = memo(function ChannelRow({ channel, name, isOut }: Props) {
  const t = useTranslations("wall.channels");
  const { code, perMinute, deviationBps, state, spark, lagMs } = channel;
  const isWorried = state !== "normal" && state !== "pending";
  return (
    <tr
      className={cx(
        columns,
        "h-[var(--row)] text-wall-row",
        state === "p1" && "rounded-[calc(6*var(--u))] bg-crit-soft",
      )}
    >
      <td
        className="h-28 w-10 rounded-full"
        style={{ background: `var(--ch-${code}, var(--text-3))` }}
      />
      <th scope="row" className="truncate pl-4 text-left font-normal" data-clips>
        {name}
      </th>
      <td data-figure className="text-right font-semibold">
        {countText(perMinute)}
      </td>
      <td
        className={cx(
          "flex items-center justify-end gap-8 text-[calc(28*var(--u))]",
          isWorried ? toneOf[state] : "text-text-2",
        )}
      >
        {isWorried && <StateMark state={state} />}
        <span data-figure>{isOut ? t("outage") : deviationText(deviationBps)}</span>
      </td>
      <td className="h-[calc(0.72*var(--row))] pl-14">
        <Sparkline values={spark} colour={`--ch-${code}`} />
      </td>
      <td data-figure className="text-right text-[calc(28*var(--u))] text-text-2">
        {lagText(lagMs)}
      </td>
    </tr>
  );
});
