"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { Select } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { TD } from "@/components/table/classes";
import { Unread } from "@/components/table/ladder/ladder";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { moneyText } from "@/components/ui/format";
import { StatusChip } from "@/components/ui/status-chip";
import type { Edit } from "@/server/domain/inventory";
import type { EditResult } from "@/server/views/inventory/edit-preview";
import { changeText } from "../amount";
import { Changes, Losses, type Preview } from "./preview-panel";
import { type Mode, useCommit, usePreview } from "./use-preview";

type Props = { title: string; edits: readonly Edit[]; onClose: () => void; onDone: () => void };

/** Many edits at once: what each will do, which are refused, whose goods are taken back; then all or those that can be. */
export function ResultDialog({ title, edits, onClose, onDone }: Props) {
  const t = useTranslations("stockWork");
  const inventory = useTranslations("inventory");
  const say = useTranslations("console");
  const [mode, setMode] = useState<Mode>("all");
  const { preview, isCurrent, shown } = usePreview(edits, mode);
  const commit = useCommit(onDone);
  const refused = shown?.refused ?? 0;
  const losses = shown?.orders.length ?? 0;
  const isBlocked =
    !isCurrent || refused === edits.length || (mode === "all" && refused > 0) || commit.isPending;
  return (
    <Dialog isOpen isWide onClose={onClose} title={title}>
      {shown ? (
        <Results preview={shown} />
      ) : (
        <Unread query={preview} skeleton={{ count: Math.min(8, edits.length), height: 40 }} />
      )}
      <div className="mt-3 flex items-center justify-end gap-2">
        {refused > 0 && (
          <label
            htmlFor="edit-mode"
            className="mr-auto flex items-center gap-2 text-xs text-text-2"
          >
            {t("bulk.mode")}
            <Select
              id="edit-mode"
              value={mode}
              onPick={(value) => setMode(value === "part" ? "part" : "all")}
              choices={(["all", "part"] as const).map((value) => ({
                value,
                label: t(`bulk.modes.${value}`),
              }))}
            />
          </label>
        )}
        <Button onClick={onClose}>{say("cancel")}</Button>
        <Button
          look={losses > 0 ? "danger" : "primary"}
          disabled={isBlocked}
          onClick={() => commit.run(edits, mode)}
        >
          {losses > 0 ? inventory("confirmLoss", { count: losses }) : inventory("confirm")}
        </Button>
      </div>
    </Dialog>
  );
}

function Results({ preview }: { preview: Preview }) {
  const t = useTranslations("stockWork.result");
  const { results, refused, varianceFen } = preview;
  const hasCounts = results.some((r) => r.kind === "count");
  const sorted = [...results].sort(
    (a, b) => Number(b.refusal !== null) - Number(a.refusal !== null) || a.n - b.n,
  );
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex flex-wrap items-center gap-3 text-sm">
        <span>{t("rows", { count: results.length })}</span>
        {refused > 0 && <StatusChip tone="crit">{t("refused", { count: refused })}</StatusChip>}
        {hasCounts && <span>{t("variance", { money: moneyText(varianceFen) })}</span>}
      </p>
      <div className="max-h-[44vh] overflow-y-auto rounded-md border border-line-soft">
        <Table
          columns={["name", "edit", "change", "result"]}
          label={(name) => t(`columns.${name}`)}
          head="sticky"
        >
          {sorted.map((result) => (
            <ResultLine key={result.n} result={result} />
          ))}
        </Table>
      </div>
      <Losses preview={preview} unit="piece" />
    </div>
  );
}

function ResultLine({ result }: { result: EditResult }) {
  const t = useTranslations("stockWork.result");
  const inventory = useTranslations("inventory");
  const word = useWord();
  const { kind, refusal, variance } = result;
  return (
    <tr data-result={refusal ?? "ok"}>
      <td className={cx(TD, "whitespace-nowrap")}>
        {result.name}
        <span className="ml-2 text-xs text-text-2">{result.storeName}</span>
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>{inventory(`actions.${kind}`)}</td>
      <td className={TD}>
        <Changes result={result} />
        {kind === "count" && variance !== 0 && (
          <span className="text-xs text-text-2">
            {inventory("preview.variance", {
              amount: changeText(variance, result.unit),
              money: moneyText(result.varianceFen),
            })}
          </span>
        )}
        {result.stopped !== null && (
          <p className={cx("text-xs", result.stopped ? "text-crit-text" : "text-ok")}>
            {inventory(`preview.${result.stopped ? "stopped" : "resumed"}`)}
          </p>
        )}
      </td>
      <td className={cx(TD, "whitespace-nowrap")}>
        {refusal === null ? (
          <StatusChip tone="ok">{t("ok")}</StatusChip>
        ) : (
          <StatusChip tone="crit">{word("stockEdit", refusal)}</StatusChip>
        )}
      </td>
    </tr>
  );
}
