"use client";

import { useTranslations } from "use-intl";
import { errorCode } from "@/components/data/provider";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Unread } from "@/components/table/ladder/ladder";
import { ContactPanel } from "./contact-panel";
import { FactsPanel } from "./facts-panel";
import { LinesPanel } from "./lines-panel";
import { MoneyPanel } from "./money/money-panel";
import { OwedPanel } from "./money/owed-panel";
import { OrderHeader } from "./order-header";
import { RelationStrip } from "./relations/relation-strip";
import { DecisionsPanel } from "./story/decisions-panel";
import { RawPanel } from "./story/raw-panel";
import { StoryPanel } from "./story/story-panel";
import { CasesPanel, RefundsPanel } from "./trouble-panels";
import { type OrderView, useOrder } from "./use-order";

type Props = {
  id: string;
  /** Inside the peek everything stands in one column. */
  isPeek?: boolean;
};

/** An order, whole: the same on its own page and in the peek. */
export function OrderBody({ id, isPeek = false }: Props) {
  const t = useTranslations("order");
  const order = useOrder(id);
  if (order.data) return <Loaded order={order.data} isPeek={isPeek} />;
  if (order.isError && errorCode(order.error) === "NOT_FOUND") {
    return <EmptyState title={t("notFound.title")} detail={t("notFound.detail")} />;
  }
  return <Unread query={order} skeleton={{ count: 14, height: 40 }} />;
}

function Loaded({ order, isPeek }: { order: OrderView; isPeek: boolean }) {
  return (
    <article data-order-detail={order.id} className="flex flex-col">
      <OrderHeader order={order} isPeek={isPeek} />
      <div className="flex flex-col gap-3 p-3">
        <RelationStrip order={order} />
        <div
          className={
            isPeek
              ? "flex flex-col gap-3"
              : "grid grid-cols-[minmax(0,1fr)_380px] items-start gap-3"
          }
        >
          <div className="flex min-w-0 flex-col gap-3">
            <CasesPanel order={order} />
            <LinesPanel order={order} />
            <StoryPanel order={order} />
            <DecisionsPanel order={order} />
            <RawPanel order={order} />
          </div>
          <div className="flex min-w-0 flex-col gap-3">
            <ContactPanel order={order} />
            <MoneyPanel order={order} />
            <OwedPanel order={order} />
            <RefundsPanel order={order} />
            <FactsPanel order={order} />
          </div>
        </div>
      </div>
    </article>
  );
}
