"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import type { Outputs } from "@/components/data/trpc";
import { useClock } from "@/components/live/console-clock";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { countText, shortSpanText } from "@/components/ui/format";
import { StatusChip } from "@/components/ui/status-chip";

export type Account = Outputs["channels"]["list"]["accounts"][number];

const HEADS = [
  "name",
  "protocol",
  "state",
  "last",
  "recent",
  "perMinute",
  "refused",
  "limit",
  "shops",
  "pulls",
] as const;
const NUMBERS: readonly string[] = ["recent", "perMinute", "limit", "shops", "pulls"];

export function AccountTable({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations("channels.columns");
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-panel">
      <Table columns={HEADS} label={(name) => t(name)} numbers={NUMBERS}>
        {accounts.map((account) => (
          <AccountRow key={account.id} account={account} />
        ))}
      </Table>
    </div>
  );
}

function AccountRow({ account }: { account: Account }) {
  const t = useTranslations("channels");
  const now = useClock();
  const number = cx(TD, "text-right");
  return (
    <tr data-account={account.code}>
      <td className={TD}>
        <ChannelTag channel={account.channel} label={account.name} />
        <p className="pl-3.5 text-[11px] text-text-2">{account.code}</p>
      </td>
      <td className={cx(TD, "text-text-2")}>{account.protocol}</td>
      <td className={TD}>
        <StatusChip tone={account.enabled ? "ok" : "neutral"}>
          {account.enabled ? t("enabled") : t("disabled")}
        </StatusChip>
      </td>
      <td className={cx(TD, account.lastAt === null && "text-text-2")}>
        {account.lastAt === null
          ? t("never")
          : t("ago", { span: shortSpanText(Math.max(0, now - account.lastAt)) })}
      </td>
      <td className={number}>{countText(account.recent)}</td>
      <td className={number}>{(account.recent / 5).toFixed(1)}</td>
      <td className={TD}>
        <Refused refused={account.refused} />
      </td>
      <td className={number}>
        {account.ratePerSecond === null ? "—" : t("perSecond", { count: account.ratePerSecond })}
      </td>
      <td className={number}>{account.shops}</td>
      <td className={number}>{account.waitingPulls}</td>
    </tr>
  );
}

function Refused({ refused }: { refused: Account["refused"] }) {
  const t = useTranslations("channels");
  const word = useWord();
  if (refused.length === 0) return <span className="text-text-3">{t("refusedNone")}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {refused.map(({ code, count }) => (
        <StatusChip key={code} tone="warn">
          {word("refusal", code)} {countText(count)}
        </StatusChip>
      ))}
    </span>
  );
}
