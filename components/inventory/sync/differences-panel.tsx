"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsBoolean, parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { Select } from "@/components/form/input";
import { TD } from "@/components/table/classes";
import { Ladder } from "@/components/table/ladder/ladder";
import { Table } from "@/components/table/table";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { Age } from "@/components/ui/countdown";
import { countText, moneyText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { SyncAccount } from "./account";

const EVERY_MS = 3_000;
const KINDS = ["stock", "price"] as const;
/** As many as the server sends. */
const ROWS_MAX = 200;
const HEADS = ["channel", "store", "sku", "kind", "wanted", "shown", "since", "why"] as const;
type Difference = Outputs["stockSync"]["differences"][number];

/** Where a channel has shown something else for more than ten seconds, the longest first. */
export function DifferencesPanel({ accounts }: { accounts: readonly SyncAccount[] }) {
  const t = useTranslations("stockWork.sync");
  const trpc = useTRPC();
  const [storeId] = useStoreScope();
  const [asked, ask] = useQueryStates({
    account: parseAsInteger,
    kind: parseAsStringLiteral(KINDS),
    blocked: parseAsBoolean.withDefault(false),
  });
  const rows = useQuery(
    trpc.stockSync.differences.queryOptions(
      { accountId: asked.account, storeId, kind: asked.kind, blockedOnly: asked.blocked },
      { refetchInterval: EVERY_MS, placeholderData: keepPreviousData },
    ),
  );
  return (
    <Panel
      title={t("differences")}
      side={
        <span className="flex items-center gap-3 text-xs text-text-2">
          <label className="flex items-center gap-1.5">
            <input
              type="checkbox"
              checked={asked.blocked}
              onChange={(event) => void ask({ blocked: event.target.checked || null })}
            />
            {t("blockedOnly")}
          </label>
          <Select
            aria-label={t("kind")}
            value={asked.kind ?? ""}
            onPick={(value) => void ask({ kind: KINDS.find((one) => one === value) ?? null })}
            choices={[
              { value: "", label: t("bothKinds") },
              ...KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
            ]}
          />
          <Select
            aria-label={t("channel")}
            value={asked.account === null ? "" : String(asked.account)}
            onPick={(value) => void ask({ account: value === "" ? null : Number(value) })}
            choices={[
              { value: "", label: t("all") },
              ...accounts.map((a) => ({ value: String(a.accountId), label: a.name })),
            ]}
          />
        </span>
      }
    >
      <Ladder
        query={rows}
        rows={rows.data}
        skeleton={{ count: 6 }}
        empty={{ title: t("none.title"), detail: t("none.detail") }}
      >
        {(shown) => <Differences rows={shown} />}
      </Ladder>
    </Panel>
  );
}

function Differences({ rows }: { rows: readonly Difference[] }) {
  const t = useTranslations("stockWork.sync");
  return (
    <>
      <Table
        aria-label={t("differences")}
        columns={HEADS}
        label={(name) => t(name)}
        numbers={["wanted", "shown", "since"]}
      >
        {rows.map((row) => (
          <DifferenceLine
            key={`${row.accountId}:${row.kind}:${row.storeId}:${row.skuId}`}
            row={row}
          />
        ))}
      </Table>
      {rows.length >= ROWS_MAX && (
        <p className="py-2 text-center text-xs text-text-2">
          {t("onlyFirst", { count: ROWS_MAX })}
        </p>
      )}
    </>
  );
}

function DifferenceLine({ row }: { row: Difference }) {
  const t = useTranslations("stockWork.sync");
  const text = row.kind === "price" ? moneyText : countText;
  return (
    <tr>
      <td className={cx(TD, "whitespace-nowrap")}>
        <ChannelTag channel={row.channel} label={row.accountName} />
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>{row.storeName}</td>
      <td className={TD}>
        <Link
          href={`/inventory?cell=${row.storeId}:${row.skuId}`}
          className="text-accent hover:underline"
        >
          {row.name}
        </Link>
        <span className="ml-2 text-xs text-text-2">{row.code}</span>
      </td>
      <td className={TD}>{t(`kinds.${row.kind}`)}</td>
      <td className={cx(TD, "text-right tabular-nums")}>{text(row.wanted)}</td>
      <td className={cx(TD, "text-right text-crit-text tabular-nums")}>
        {row.shown === null ? t("neverShown") : text(row.shown)}
      </td>
      <td className={cx(TD, "text-right text-crit-text")}>
        <Age since={row.dirtyAt} />
      </td>
      <td className={cx(TD, "text-xs text-text-2")}>
        {row.blocked && <StatusChip tone="crit">{t("stopped")}</StatusChip>} {row.fault}
      </td>
    </tr>
  );
}
