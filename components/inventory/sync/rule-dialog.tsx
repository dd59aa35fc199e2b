"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Field, Input, Select } from "@/components/form/input";
import { SubmitRow } from "@/components/form/submit-row";
import { useClock } from "@/components/live/console-clock";
import { Dialog } from "@/components/overlay/dialog";
import { momentText, shortSpanText } from "@/components/ui/format";
import { RISKS } from "@/server/domain/inventory";
import type { SyncAccount } from "./account";
import { type RuleDraft, type RuleFault, readRule } from "./rule-draft";

type Props = { account: SyncAccount; onClose: () => void; onDone: () => void };

/** How much of what there is a channel may show. */
export function RuleDialog({ account, onClose, onDone }: Props) {
  const t = useTranslations("stockWork.sync");
  const inventory = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [draft, setDraft] = useState<RuleDraft>({
    share: String(account.shareBps / 100),
    cap: account.cap === null ? "" : String(account.cap),
    riskBps: account.riskBps,
    rank: String(account.rank),
  });
  const { rule, faults } = readRule(draft);
  const save = useMutation(
    trpc.stockSync.setRule.mutationOptions({
      onSuccess: () => {
        toast.success(t("ruleDone"));
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rule) save.mutate({ accountId: account.accountId, ...rule });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("editTitle", { name: account.name })}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <RuleFields draft={draft} onDraft={setDraft} faults={faults} />
        <Told account={account} />
        {save.isError && (
          <p role="alert" className="text-sm text-crit-text">
            {errorText(save.error, say("offline"))}
          </p>
        )}
        <SubmitRow
          onCancel={onClose}
          submit={inventory("confirm")}
          disabled={rule === null || save.isPending}
        />
      </form>
    </Dialog>
  );
}

function Told({ account }: { account: SyncAccount }) {
  const t = useTranslations("stockWork.sync");
  const now = useClock();
  return (
    <p className="text-xs text-text-2">
      {t("lag", { span: shortSpanText(account.lagMs) })}
      {account.changedAt !== null &&
        ` · ${t("changed", { who: account.changedBy ?? "", time: momentText(account.changedAt, now) })}`}
    </p>
  );
}

type FieldsProps = {
  draft: RuleDraft;
  onDraft: (draft: RuleDraft) => void;
  faults: Record<"share" | "cap" | "rank", RuleFault | null>;
};

function RuleFields({ draft, onDraft, faults }: FieldsProps) {
  const t = useTranslations("stockWork.sync");
  return (
    <>
      {(["share", "cap", "rank"] as const).map((name) => {
        const fault = faults[name];
        return (
          <Field
            key={name}
            label={t(name)}
            htmlFor={`rule-${name}`}
            error={fault === null ? null : t(fault)}
          >
            <Input
              id={`rule-${name}`}
              inputMode="decimal"
              value={draft[name]}
              aria-invalid={fault !== null}
              onChange={(event) => onDraft({ ...draft, [name]: event.target.value })}
            />
          </Field>
        );
      })}
      <Field label={t("risk")} htmlFor="rule-risk">
        <Select
          id="rule-risk"
          value={String(draft.riskBps)}
          onPick={(value) => onDraft({ ...draft, riskBps: Number(value) })}
          choices={[...RISKS.keys()].map((bps) => ({ value: String(bps), label: `${bps / 100}%` }))}
        />
      </Field>
    </>
  );
}
