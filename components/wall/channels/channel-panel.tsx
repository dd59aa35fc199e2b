"use client";

import { useTranslations } from "use-intl";
import { useWall } from "../../live/use-wall";
import { Panel, PanelNote } from "../panel";
import { ChannelRow, columns } from "./channel-row";

const SHOWN_MAX = 8;
const ROWS_WHEN_EMPTY = 4;

export function ChannelPanel() {
  const t = useTranslations("wall.channels");
  const channels = useWall((data) => data.channels);
  const names = useWall((data) => data.city.channels);
  const alerts = useWall((data) => data.alerts);
  const shown = channels.slice(0, SHOWN_MAX);
  const rows = shown.length || ROWS_WHEN_EMPTY;
  return (
    <Panel
      label={t("title")}
      className="shrink-0 px-16 pt-8 pb-10"
      style={{ height: `calc(${rows} * var(--row) + 58 * var(--u))` }}
    >
      {shown.length === 0 ? (
        <PanelNote title={t("empty")} />
      ) : (
        <table className="-mx-8 block" aria-label={t("title")}>
          <thead className="block">
            <tr className={`${columns} h-40 text-left text-wall-second text-text-3`}>
              <th scope="col" className="col-span-2 font-normal">
                {t("title")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("perMinute")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("deviation")}
              </th>
              <th scope="col" className="pl-14 font-normal">
                {t("spark")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("lag")}
              </th>
            </tr>
          </thead>
          <tbody className="block">
            {shown.map((channel) => (
              <ChannelRow
                key={channel.code}
                channel={channel}
                name={names.find(({ code }) => code === channel.code)?.name ?? channel.code}
                isOut={alerts.some(
                  ({ kind, channel: at }) => kind === "outage" && at === channel.code,
                )}
              />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
