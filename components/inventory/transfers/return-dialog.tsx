"use client";

import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import { amountText } from "../amount";
import type { Transfer } from "./transfer-table";

type Props = { row: Transfer; onClose: () => void; onDone: () => void };

/** The goods never arrived: they go back to where they came from. */
export function ReturnDialog({ row, onClose, onDone }: Props) {
  const t = useTranslations("stockWork.transfers");
  const inventory = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const back = useMutation(
    trpc.stockEdits.sendBack.mutationOptions({
      onSuccess: () => {
        toast.success(t("doneBack"));
        onDone();
      },
    }),
  );
  return (
    <Dialog isOpen onClose={onClose} title={t("sendBackTitle", { sku: row.name })}>
      <p className="text-sm">
        {t("sendBackDetail", { amount: amountText(row.qty, row.unit), from: row.fromName })}
      </p>
      {back.isError && (
        <p role="alert" className="mt-2 text-sm text-crit-text">
          {errorText(back.error, say("offline"))}
        </p>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{say("cancel")}</Button>
        <Button
          look="primary"
          disabled={back.isPending}
          onClick={() => back.mutate({ id: row.id })}
        >
          {inventory("confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
