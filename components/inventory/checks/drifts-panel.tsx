"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useBlocked } from "@/components/console/session";
import { useWord } from "@/components/console/use-word";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import { Dialog } from "@/components/overlay/dialog";
import { Ladder } from "@/components/table/ladder/ladder";
import { Button } from "@/components/ui/button";
import { Age } from "@/components/ui/countdown";
import { Panel } from "@/components/ui/panel";
import type { DriftView } from "@/server/views/inventory/stock-cases";
import { amountText } from "../amount";

const HINT_MS = 2_000;

/** Cells that say something else than what they are the sum of, each with the repair proposed. */
export function DriftsPanel() {
  const t = useTranslations("stockWork.checks");
  const trpc = useTRPC();
  const client = useQueryClient();
  const blocked = useBlocked("operations");
  const [storeId] = useStoreScope();
  const [chosen, setChosen] = useState<DriftView | null>(null);
  const drifts = useQuery(trpc.stockWork.drifts.queryOptions({ storeId }));
  const again = () => void client.invalidateQueries(trpc.stockWork.drifts.pathFilter());
  useHint("exceptions", again, HINT_MS);
  return (
    <Panel title={t("drifts")}>
      <Ladder
        query={drifts}
        rows={drifts.data}
        empty={{ title: t("noDrifts.title"), detail: t("noDrifts.detail") }}
      >
        {(rows) => (
          <ul className="divide-y divide-line-soft">
            {rows.map((drift) => (
              <li key={drift.id} className="flex items-center gap-3 px-3 py-2 text-[13px]">
                <div className="min-w-0 flex-1">
                  <Link
                    href={`/inventory?cell=${drift.storeId}:${drift.skuId}`}
                    className="text-accent hover:underline"
                  >
                    {drift.name}
                  </Link>
                  <span className="ml-2 text-xs text-text-2">{drift.store}</span>
                  <DriftFields drift={drift} />
                </div>
                <span className="text-xs text-text-2">
                  <Age since={drift.openedAt} />
                </span>
                <Button size="small" blocked={blocked} onClick={() => setChosen(drift)}>
                  {t("repair")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Ladder>
      {chosen && (
        <RepairDialog
          drift={chosen}
          onClose={() => setChosen(null)}
          onDone={() => {
            setChosen(null);
            again();
          }}
        />
      )}
    </Panel>
  );
}

function DriftFields({ drift }: { drift: DriftView }) {
  const t = useTranslations("stockWork.checks");
  const word = useWord();
  return (
    <p className="flex flex-wrap gap-x-4 text-xs text-text-2">
      {drift.fields.map(({ field, books, truth }) => (
        <span key={field}>
          {word("stockField", field)} {t("books")} {amountText(books, drift.unit)} → {t("truth")}{" "}
          <b className="text-text">{amountText(truth, drift.unit)}</b>
        </span>
      ))}
    </p>
  );
}

type RepairProps = { drift: DriftView; onClose: () => void; onDone: () => void };

/** Exactly what the repair writes: this cell, these numbers. */
function RepairDialog({ drift, onClose, onDone }: RepairProps) {
  const t = useTranslations("stockWork.checks");
  const inventory = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const repair = useMutation(
    trpc.stockWork.repair.mutationOptions({
      onSuccess: () => {
        toast.success(t("repaired"));
        onDone();
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${t("repairTitle")} · ${drift.name}`}
      detail={`${drift.store} · ${t("repairDetail")}`}
    >
      <DriftFields drift={drift} />
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{say("cancel")}</Button>
        <Button
          look="primary"
          disabled={repair.isPending}
          onClick={() => repair.mutate({ id: drift.id })}
        >
          {inventory("confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
