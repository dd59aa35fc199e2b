"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { ReasonForm } from "@/components/form/reason-form";
import { Dialog } from "@/components/overlay/dialog";
import { ChannelTag } from "@/components/ui/channel-tag";
import { countText, moneyText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { OwedRowView } from "@/server/views/owed/owed-row";

const HOWS = ["elsewhere", "waived"] as const;
type How = (typeof HOWS)[number];
const SHOWN = 5;

type Props = { rows: readonly OwedRowView[]; onClose: () => void; onDone: () => void };

/** What was owed is over: it says what that does, and wants to know how. There is no way back. */
export function SettleDialog({ rows, onClose, onDone }: Props) {
  const t = useTranslations("owed.settling");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [how, setHow] = useState<How>("elsewhere");
  const settle = useMutation(
    trpc.owed.settle.mutationOptions({
      onSuccess: () => {
        toast.success(t("done", { count: countText(rows.length) }));
        onDone();
      },
    }),
  );
  const keys = rows.map((row) => ({ orderId: row.order.id, ref: row.ref }));
  const sum = rows.reduce((all, row) => all + row.leftFen, 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("title", { count: countText(rows.length), money: moneyText(sum) })}
      detail={t("effect")}
    >
      <ReasonForm
        id="settle-note"
        words={{
          label: t("note"),
          hint: t("noteHint"),
          tooShort: t("short"),
          submit: t("submit"),
        }}
        rows={2}
        fault={settle.isError ? errorText(settle.error, say("offline")) : null}
        isBusy={settle.isPending}
        before={
          <>
            <Chosen rows={rows} />
            <HowField how={how} onPick={setHow} />
          </>
        }
        onCancel={onClose}
        onTell={(note) => settle.mutate({ rows: keys, how, note })}
      />
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
