"use client";

import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx, TONE_TEXT, type Tone } from "@/components/ui/classes";
import { Age } from "@/components/ui/countdown";
import { countText } from "@/components/ui/format";
import type { SyncAccount } from "./account";

const HEADS = [
  "channel",
  "keys",
  "waiting",
  "oldest",
  "rate",
  "failures",
  "blocked",
  "fault",
  "rule",
] as const;
const NUMBERS: readonly string[] = ["keys", "waiting", "oldest", "rate", "failures", "blocked"];

type Props = {
  accounts: readonly SyncAccount[];
  onLevel: (account: SyncAccount) => void;
  onRule: (account: SyncAccount) => void;
};

export function AccountTable({ accounts, ...acts }: Props) {
  const t = useTranslations("stockWork.sync");
  return (
    <div className="overflow-x-auto">
      <Table
        aria-label={t("accounts")}
        columns={HEADS}
        label={(name) => t(name)}
        numbers={NUMBERS}
        actions={t("edit")}
      >
        {accounts.map((account) => (
          <AccountLine key={account.accountId} account={account} {...acts} />
        ))}
      </Table>
    </div>
  );
}

function AccountLine({
  account,
  onLevel,
  onRule,
}: Omit<Props, "accounts"> & { account: SyncAccount }) {
  const t = useTranslations("stockWork.sync");
  const cannotLevel = useBlocked("operations", "dispatch", "store");
  const cannotRule = useBlocked("operations");
  const { waiting, late, oldestAt, lastMinute, failures, blocked } = account;
  return (
    <tr data-account={account.accountId} className={account.enabled ? undefined : "opacity-60"}>
      <td className={cx(TD, "whitespace-nowrap")}>
        <ChannelTag channel={account.channel} label={account.name} />
      </td>
      <Figure value={account.keys} />
      <Figure value={waiting} tone={late > 0 ? "crit" : waiting > 0 ? "info" : "neutral"} />
      <td className={cx(TD, "text-right tabular-nums", late > 0 && "text-crit-text")}>
        {oldestAt === null ? "—" : <Age since={oldestAt} />}
      </td>
      <Figure value={lastMinute} />
      <Figure value={failures} tone={(failures ?? 0) > 0 ? "warn" : "neutral"} />
      <Figure value={blocked} tone={blocked > 0 ? "crit" : "neutral"} />
      <td
        className={cx(TD, "max-w-64 truncate text-xs text-text-2")}
        title={account.fault ?? undefined}
      >
        {account.fault ?? "—"}
      </td>
      <td className={cx(TD, "text-xs whitespace-nowrap text-text-2")}>
        {t("ruleLine", {
          share: `${account.shareBps / 100}%`,
          cap: account.cap === null ? t("noCap") : countText(account.cap),
          risk: `${account.riskBps / 100}%`,
          rank: account.rank,
        })}
      </td>
      <td className={TD}>
        <span className="flex justify-end gap-1.5">
          <Button size="small" blocked={cannotRule} onClick={() => onRule(account)}>
            {t("edit")}
          </Button>
          <Button
            size="small"
            blocked={cannotLevel}
            disabled={account.keys === 0}
            onClick={() => onLevel(account)}
          >
            {t("level")}
          </Button>
        </span>
      </td>
    </tr>
  );
}

const MARKS: Partial<Record<Tone, string>> = { crit: "■ ", warn: "▲ " };

function Figure({ value, tone = "neutral" }: { value: number | null; tone?: Tone }) {
  return (
    <td className={cx(TD, "text-right tabular-nums", tone !== "neutral" && TONE_TEXT[tone])}>
      <span aria-hidden className="text-[9px]">
        {MARKS[tone]}
      </span>
      {value === null ? "—" : countText(value)}
    </td>
  );
}
