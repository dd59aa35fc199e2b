"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { Dialog } from "@/components/overlay/dialog";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { Button } from "@/components/ui/button";
import { momentText } from "@/components/ui/format";
import { Fact, Panel } from "@/components/ui/panel";
import type { DecisionView } from "@/server/views/orders/story";
import type { OrderView } from "../use-order";

export function DecisionsPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.decisions");
  const story = useTranslations("order.story");
  const now = useClock();
  const [opened, setOpened] = useState<DecisionView | null>(null);
  if (order.decisions.length === 0) return null;
  return (
    <Panel title={t("title")}>
      <ul>
        {order.decisions.map((decision) => (
          <li
            key={decision.id}
            className="flex items-start gap-3 border-b border-line-soft px-3 py-2 text-[13px] last:border-0"
          >
            <time className="w-22 shrink-0 text-text-2">{momentText(decision.at, now)}</time>
            <span className="min-w-0 flex-1 break-words">{decision.sentence}</span>
            <Button size="small" onClick={() => setOpened(decision)}>
              {story("why")}
            </Button>
          </li>
        ))}
      </ul>
      {opened && <DecisionDialog decision={opened} onClose={() => setOpened(null)} />}
    </Panel>
  );
}

/** Why a rule chose as it did: its words, its version, what it refused, what it saw. */
export function DecisionDialog(props: { decision: DecisionView; onClose: () => void }) {
  const { decision, onClose } = props;
  const t = useTranslations("order.decisions");
  const word = useWord();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={word("decision", decision.kind)}
      detail={decision.sentence}
    >
      <dl>
        <Fact name={t("outcome")}>{word("outcome", decision.outcome)}</Fact>
        <Fact name={t("rule")}>{decision.rule}</Fact>
      </dl>
      {decision.refused.length > 0 && (
        <div className="mt-3">
          <h3 className="mb-1 text-xs text-text-2">{t("refused")}</h3>
          <Table columns={["parcel", "reason"]} label={(name) => t(name)}>
            {decision.refused.map((each) => (
              <tr key={`${each.parcel}${each.reason}`}>
                <td className={TD}>{each.with || each.parcel}</td>
                <td className={TD}>{each.reason}</td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {decision.inputs !== "" && (
        <div className="mt-3">
          <h3 className="mb-1 text-xs text-text-2">{t("inputs")}</h3>
          <pre className="overflow-x-auto rounded bg-raised p-2 font-sans text-xs">
            {decision.inputs}
          </pre>
        </div>
      )}
    </Dialog>
  );
}
