"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useMe } from "@/components/console/session";
import { errorText } from "@/components/data/provider";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { Field, Select } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { TD } from "@/components/table/classes";
import { SkeletonRows } from "@/components/table/ladder/skeleton";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { countText, moneyText } from "@/components/ui/format";
import type { SyncAccount } from "./account";

type Props = { account: SyncAccount; onClose: () => void; onDone: () => void };
type Found = Outputs["stockSync"]["compare"];

/** Compare a shop with what the channel really shows; then send again what differs. */
export function LevelDialog({ account, onClose, onDone }: Props) {
  const t = useTranslations("stockWork.sync");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const { stores } = useMe();
  const [scope] = useStoreScope();
  const [storeId, setStoreId] = useState(scope ?? stores[0]?.id ?? 0);
  const look = useMutation(trpc.stockSync.compare.mutationOptions());
  const repair = useMutation(
    trpc.stockSync.compare.mutationOptions({
      onSuccess: ({ rows }) => {
        toast.success(t("levelDone", { count: rows.length }));
        onDone();
        onClose();
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  const { accountId } = account;
  const found = look.data;
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={t("levelTitle", { name: account.name })}
      detail={t("levelDetail")}
    >
      <div className="flex items-end gap-2">
        <Field label={t("levelStore")} htmlFor="level-store">
          <Select
            id="level-store"
            value={String(storeId)}
            onPick={(value) => {
              setStoreId(Number(value));
              look.reset();
            }}
            choices={stores.map((store) => ({ value: String(store.id), label: store.name }))}
          />
        </Field>
        <Button
          disabled={look.isPending}
          onClick={() => look.mutate({ accountId, storeId, isDryRun: true })}
        >
          {t("levelAsk")}
        </Button>
      </div>
      <div className="mt-3 min-h-40">
        {look.isPending && <SkeletonRows count={5} />}
        {look.isError && (
          <p role="alert" className="text-sm text-crit-text">
            {errorText(look.error, say("offline"))}
          </p>
        )}
        {found && <FoundRows found={found} />}
      </div>
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onClose}>{say("cancel")}</Button>
        {found && found.rows.length > 0 && (
          <Button
            look="primary"
            disabled={repair.isPending}
            onClick={() => repair.mutate({ accountId, storeId, isDryRun: false })}
          >
            {t("levelRepair", { count: found.rows.length })}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function FoundRows({ found }: { found: Found }) {
  const t = useTranslations("stockWork.sync");
  const { asked, rows } = found;
  if (rows.length === 0) {
    return (
      <p role="status" className="py-8 text-center text-sm text-ok">
        ● {t("levelNone", { asked })}
      </p>
    );
  }
  return (
    <>
      <p role="status" className="pb-2 text-sm">
        {t("levelFound", { asked, count: rows.length })}
      </p>
      <div className="max-h-[44vh] overflow-y-auto rounded-md border border-line-soft">
        <Table
          columns={["sku", "kind", "shown", "wanted"]}
          label={(name) => t(name)}
          numbers={["shown", "wanted"]}
          head="sticky"
        >
          {rows.map((row) => (
            <FoundLine key={`${row.kind}:${row.skuId}`} row={row} />
          ))}
        </Table>
      </div>
    </>
  );
}

function FoundLine({ row }: { row: Found["rows"][number] }) {
  const t = useTranslations("stockWork.sync");
  const text = row.kind === "price" ? moneyText : countText;
  return (
    <tr>
      <td className={TD}>
        {row.name}
        <span className="ml-2 text-xs text-text-2">{row.code}</span>
      </td>
      <td className={TD}>{t(`kinds.${row.kind}`)}</td>
      <td className={cx(TD, "text-right text-crit-text tabular-nums")}>
        {row.shown === null ? t("neverShown") : text(row.shown)}
      </td>
      <td className={cx(TD, "text-right tabular-nums")}>
        → <b>{text(row.wanted)}</b>
      </td>
    </tr>
  );
}
