"use client";

import { X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/form/input";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { Age } from "@/components/ui/countdown";
import { isWrong, type Shelf, shelfKey, type useCounts } from "./use-counts";

const HEADS = ["store", "sku", "reason", "openedBy", "age", "counted"] as const;

/** Shelves with a box for what lies there. Enter goes to the next one. */
export function CountTable({ counts }: { counts: ReturnType<typeof useCounts> }) {
  const t = useTranslations("stockWork.counts");
  return (
    <Table aria-label={t("list")} columns={HEADS} label={(name) => t(name)} head="sticky">
      {counts.shelves.map((shelf) => (
        <CountLine
          key={shelfKey(shelf)}
          shelf={shelf}
          text={counts.counted.get(shelfKey(shelf)) ?? ""}
          onText={(text) => counts.enter(shelfKey(shelf), text)}
          onRemove={() => counts.remove(shelfKey(shelf))}
        />
      ))}
    </Table>
  );
}

/** From box to box, as one walks along the shelves. */
function walk(event: KeyboardEvent<HTMLInputElement>): void {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const boxes = [...document.querySelectorAll<HTMLInputElement>("[data-count]")];
  const next = boxes[boxes.indexOf(event.currentTarget) + step];
  next?.focus();
  next?.select();
}

type LineProps = {
  shelf: Shelf;
  text: string;
  onText: (text: string) => void;
  onRemove: () => void;
};

function CountLine({ shelf, text, onText, onRemove }: LineProps) {
  const t = useTranslations("stockWork.counts");
  const inventory = useTranslations("inventory");
  const { task, name, code, unit, storeName } = shelf;
  return (
    <tr className="hover:bg-raised">
      <td className={cx(TD, "whitespace-nowrap")}>{storeName}</td>
      <td className={TD}>
        {name}
        <span className="ml-2 text-xs text-text-2">{code}</span>
      </td>
      <td className={TD}>{task?.reason ?? t("added")}</td>
      <td className={cx(TD, "text-text-2")}>{task?.openedBy ?? "—"}</td>
      <td className={cx(TD, "text-text-2")}>{task ? <Age since={task.openedAt} /> : "—"}</td>
      <td className={cx(TD, "w-56")}>
        <span className="flex items-center gap-2">
          <Input
            data-count
            aria-label={t("countOf", { sku: name })}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            aria-invalid={isWrong(text, unit)}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={walk}
            className="h-7 w-28 text-right tabular-nums"
          />
          <span className="text-xs text-text-2">{inventory(`unit.${unit}`)}</span>
          {task === null && (
            <IconButton label={t("remove", { sku: name })} onClick={onRemove} className="size-6">
              <X className="size-3.5" />
            </IconButton>
          )}
        </span>
      </td>
    </tr>
  );
}
