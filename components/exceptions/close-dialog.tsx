"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { ReasonForm } from "@/components/form/reason-form";
import { Dialog } from "@/components/overlay/dialog";
import { countText, moneyText } from "@/components/ui/format";
import type { ClosingEffect } from "@/server/domain/lifecycle";
import type { CaseRowView } from "@/server/views/cases/case-row";

type Props = { row: CaseRowView; onClose: () => void; onDone: () => void };

/** Done, with a note: a case never goes away without somebody having said how. */
export function CloseDialog({ row, onClose, onDone }: Props) {
  const t = useTranslations("exceptions.closing");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const close = useMutation(
    trpc.exceptions.close.mutationOptions({
      onSuccess: () => {
        toast.success(t("result"));
        onDone();
      },
    }),
  );
  const foreseen = useQuery(trpc.exceptions.closing.queryOptions({ id: row.id }, { gcTime: 0 }));
  const isWaiting = foreseen.data?.some((effect) => effect.does === "waits-payment") ?? false;
  return (
    <Dialog isOpen onClose={onClose} title={t("title")} detail={row.cause}>
      <ReasonForm
        id="close-note"
        words={{
          label: t("note"),
          hint: t("hint"),
          tooShort: t("short"),
          submit: t("submit"),
        }}
        rows={3}
        fault={close.isError ? errorText(close.error, say("offline")) : null}
        isBusy={close.isPending}
        isBlocked={isWaiting}
        onCancel={onClose}
        onTell={(note) => close.mutate({ id: row.id, note })}
      >
        <Foreseen {...foreseen} />
      </ReasonForm>
    </Dialog>
  );
}

type ForeseenProps = { data: ClosingEffect[] | undefined; error: unknown };

/** What closing does beside the case, before anybody closes it. */
function Foreseen({ data, error }: ForeseenProps) {
  const t = useTranslations("exceptions.closing.effects");
  const say = useTranslations("console");
  if (error)
    return (
      <p role="alert" className="text-xs text-crit-text">
        {errorText(error, say("offline"))}
      </p>
    );
  if (!data || data.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 rounded border border-line-soft bg-raised px-3 py-2 text-xs">
      {data.map((effect) => (
        <li key={effect.does}>
          {t(effect.does, {
            pieces: "pieces" in effect ? countText(effect.pieces) : "",
            owed: effect.does === "drops" ? moneyText(effect.owedFen) : "",
            by: effect.does === "stays-held" ? countText(effect.by) : "",
          })}
        </li>
      ))}
    </ul>
  );
}
