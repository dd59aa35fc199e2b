"use client";

import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { ReasonForm } from "@/components/form/reason-form";
import { Dialog } from "@/components/overlay/dialog";

type Props = { ids: string[]; onClose: () => void; onDone: () => void };

/** Giving messages up is final, so it asks, and wants a reason. */
export function DiscardDialog({ ids, onClose, onDone }: Props) {
  const t = useTranslations("system.letters");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const discard = useMutation(
    trpc.system.discard.mutationOptions({
      onSuccess: ({ count }) => {
        toast.success(t("discardDone", { count }));
        onDone();
      },
    }),
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("discard")}
      detail={t("confirm", { count: ids.length })}
    >
      <ReasonForm
        id="discard-reason"
        words={{ label: t("reason"), tooShort: t("reasonShort"), submit: t("discard") }}
        look="danger"
        fault={discard.isError ? errorText(discard.error, say("offline")) : null}
        isBusy={discard.isPending}
        onCancel={onClose}
        onTell={(reason) => discard.mutate({ ids, reason })}
      />
    </Dialog>
  );
}
