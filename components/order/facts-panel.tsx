"use client";

import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { CopyText } from "@/components/ui/copy-text";
import { momentText } from "@/components/ui/format";
import { Fact, Panel } from "@/components/ui/panel";
import type { OrderView } from "./use-order";

export function FactsPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.facts");
  const word = useWord();
  const now = useClock();
  const when = (ms: number | null) => (ms === null ? "—" : momentText(ms, now));
  return (
    <Panel title={t("title")}>
      <dl className="px-3 py-2">
        <Fact name={t("number")}>
          <CopyText text={order.externalNo} />
        </Fact>
        <Fact name={t("id")}>
          <CopyText text={order.id} />
        </Fact>
        <Fact name={t("account")}>{order.accountName}</Fact>
        <Fact name={t("store")}>
          {order.storeName ?? t("unmatchedStore", { code: order.externalStore ?? "" })}
        </Fact>
        <Fact name={t("owner")}>{word("owner", order.deliveryOwner)}</Fact>
        <Fact name={t("trade")}>{word("trade", order.trade)}</Fact>
        <Fact name={t("placedAt")}>{when(order.placedAt)}</Fact>
        <Fact name={t("paidAt")}>{when(order.paidAt)}</Fact>
        <Fact name={t("promise")}>
          {order.promiseFrom !== null && `${when(order.promiseFrom)} – `}
          {when(order.promiseAt)}
        </Fact>
        {order.tags.length > 0 && (
          <Fact name={t("tags")}>{order.tags.map((tag) => word("tag", tag)).join("、")}</Fact>
        )}
        <Fact name={t("version")}>{order.version}</Fact>
      </dl>
    </Panel>
  );
}
