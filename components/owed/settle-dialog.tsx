"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Textarea } from "@/components/form/input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import { ChannelTag } from "@/components/ui/channel-tag";
import { countText, moneyText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { OwedRowView } from "@/server/views/owed/owed-row";

const HOWS = ["elsewhere", "waived"] as const;
type How = (typeof HOWS)[number];
const SHOWN = 5;
const NOTE_MIN = 2;

type Props = { rows: readonly OwedRowView[]; onClose: () => void; onDone: () => void };

/** What was owed is over: it says what that does, and wants to know how. There is no way back. */
export function SettleDialog({ rows, onClose, onDone }: Props) {
  const t = useTranslations("owed.settling");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [how, setHow] = useState<How>("elsewhere");
  const [note, setNote] = useState("");
  const [isShort, setShort] = useState(false);
  const settle = useMutation(
    trpc.owed.settle.mutationOptions({
      onSuccess: () => {
        toast.success(t("done", { count: countText(rows.length) }));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (note.trim().length < NOTE_MIN) return setShort(true);
    const keys = rows.map((row) => ({ orderId: row.order.id, ref: row.ref }));
    settle.mutate({ rows: keys, how, note: note.trim() });
  };
  const refused = settle.isError ? errorText(settle.error, say("offline")) : null;
  const fault = isShort ? t("short") : refused;
  const sum = rows.reduce((all, row) => all + row.leftFen, 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("title", { count: countText(rows.length), money: moneyText(sum) })}
      detail={t("effect")}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Chosen rows={rows} />
        <HowField how={how} onPick={setHow} />
        <Field label={t("note")} htmlFor="settle-note" error={fault}>
          <Textarea
            id="settle-note"
            rows={2}
            maxLength={400}
            value={note}
            placeholder={t("noteHint")}
            aria-invalid={fault !== null}
            onChange={(event) => {
              setNote(event.target.value);
              setShort(false);
            }}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" look="primary" disabled={settle.isPending}>
            {t("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Chosen({ rows }: Pick<Props, "rows">) {
  const t = useTranslations("owed");
  return (
    <ul className="rounded border border-line-soft bg-raised px-3 py-1.5 text-xs leading-6">
      {rows.slice(0, SHOWN).map((row) => (
        <li key={row.key} className="flex items-center gap-3">
          <ChannelTag channel={row.order.channel} label={row.order.label} />
          <span className="min-w-0 flex-1 truncate text-text-2">
            {t(`whys.${row.why}`)} · {row.article ?? t("wholeOrder")}
          </span>
          <Money fen={row.leftFen} />
        </li>
      ))}
      {rows.length > SHOWN && (
        <li className="text-text-2">{t("settling.more", { count: countText(rows.length) })}</li>
      )}
    </ul>
  );
}

function HowField({ how, onPick }: { how: How; onPick: (how: How) => void }) {
  const t = useTranslations("owed.settling");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-xs text-text-2">{t("how")}</legend>
      {HOWS.map((each) => (
        <label key={each} className="flex items-baseline gap-2 text-sm">
          <input
            type="radio"
            name="settle-how"
            className="translate-y-0.5"
            checked={how === each}
            onChange={() => onPick(each)}
          />
          {t(`hows.${each}`)}
          <span className="text-xs text-text-2">{t(`hints.${each}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
