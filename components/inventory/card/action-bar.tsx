"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { Button } from "@/components/ui/button";
import type { CellCard } from "@/server/views/inventory/cell-card";
import { EditDialog, type EditKindName } from "../edit/edit-dialog";
import { QuotaDialog } from "../edit/quota-dialog";
import { RestockDialog } from "../edit/restock-dialog";
import { SendDialog } from "../edit/send-dialog";

const EDITS = ["adjust", "receipt", "return", "quarantine", "safety", "freeze", "stop"] as const;
const OTHERS = ["quota", "transfer", "restock"] as const;
type Doing = EditKindName | (typeof OTHERS)[number];

/** What a person can do to a shelf. Counting comes first: it is what is done most. */
export function ActionBar({ card, onDone }: { card: CellCard; onDone: () => void }) {
  const t = useTranslations("inventory");
  const blocked = useBlocked("operations", "dispatch", "store");
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  const done = () => {
    close();
    onDone();
  };
  const props = { card, onClose: close, onDone: done };
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t("card.actions")}</legend>
      <Button size="small" look="primary" blocked={blocked} onClick={() => setDoing("count")}>
        {t("actions.count")}
      </Button>
      {[...EDITS, ...OTHERS].map((name) => (
        <Button
          key={name}
          size="small"
          look={name === "stop" && !card.stopped ? "danger" : "plain"}
          blocked={blocked}
          onClick={() => setDoing(name)}
        >
          {t(`actions.${name === "stop" && card.stopped ? "resume" : name}`)}
        </Button>
      ))}
      {doing === "quota" && <QuotaDialog {...props} />}
      {doing === "transfer" && <SendDialog {...props} />}
      {doing === "restock" && <RestockDialog {...props} />}
      {doing !== null && doing !== "quota" && doing !== "transfer" && doing !== "restock" && (
        <EditDialog kind={doing} {...props} />
      )}
    </fieldset>
  );
}
