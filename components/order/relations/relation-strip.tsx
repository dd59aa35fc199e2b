"use client";

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { useClock } from "@/components/live/console-clock";
import { cx } from "@/components/ui/classes";
import { CopyText } from "@/components/ui/copy-text";
import { clockText, minuteText, momentText } from "@/components/ui/format";
import type { OrderView } from "../use-order";
import { MergeGroup } from "./merge-group";

type Parcel = OrderView["parcels"][number];

/** 渠道原始单 → 系统订单 → 履约单 → 包裹 → 配送任务; one row of it for every parcel. */
export function RelationStrip({ order }: { order: OrderView }) {
  const t = useTranslations("order.strip");
  const word = useWord();
  return (
    <section
      aria-label={t("label")}
      className="flex items-stretch gap-1 overflow-x-auto rounded-lg border border-line bg-panel p-2 text-xs"
    >
      <Stage name={t("channelOrder")} isNarrow>
        <p className="font-semibold">{order.accountName}</p>
        <CopyText text={order.externalNo} shown={`…${order.externalNo.slice(-8)}`} />
        <p className="text-text-2">{clockText(order.receivedAt)}</p>
      </Stage>
      <Arrow />
      <Stage name={t("order")} isNarrow>
        <p className="font-semibold">{order.label}</p>
        <CopyText text={order.id} />
        <p className="text-text-2">{word("trade", order.trade)}</p>
      </Stage>
      <Arrow />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        {order.parcels.length === 0 && <Stage name={t("fulfilment")}>{t("notYet")}</Stage>}
        {order.parcels.map((parcel) => (
          <ParcelRow key={parcel.id} parcel={parcel} owner={order.deliveryOwner} />
        ))}
      </div>
    </section>
  );
}

function ParcelRow({ parcel, owner }: RowProps) {
  const t = useTranslations("order.strip");
  const word = useWord();
  const now = useClock();
  const isWaiting = parcel.status === "waiting_merge" || parcel.status === "open";
  return (
    <div className="flex items-stretch gap-1">
      <Stage name={t("fulfilment")}>
        <p className="font-semibold">{word("fulfil", parcel.status)}</p>
        <CopyText text={parcel.id} />
        <p className="text-text-2">
          {parcel.storeName} ·{" "}
          {isWaiting && parcel.holdUntil !== null
            ? t(parcel.status === "open" ? "later" : "hold", {
                time: momentText(parcel.holdUntil, now),
              })
            : word("handshake", parcel.handshake)}
        </p>
        {parcel.group && <MergeGroup group={parcel.group} />}
      </Stage>
      <Arrow />
      <Stage name={t("parcel")}>
        <p className="font-semibold">
          {parcel.packedAt === null
            ? t("notPacked")
            : t("packedAt", { time: minuteText(parcel.packedAt) })}
        </p>
        <p className="text-text-2">
          {word("box", parcel.parcelClass)} ·{" "}
          {t("weight", { kg: ((parcel.packedGrams ?? parcel.weightGrams) / 1_000).toFixed(1) })}
        </p>
      </Stage>
      <Arrow />
      <DeliveryStage parcel={parcel} owner={owner} />
    </div>
  );
}

type RowProps = { parcel: Parcel; owner: OrderView["deliveryOwner"] };

function DeliveryStage({ parcel, owner }: RowProps) {
  const t = useTranslations("order.strip");
  const word = useWord();
  if (parcel.taskId !== null && parcel.taskStatus !== null)
    return (
      <Stage name={t("delivery")}>
        <p className="font-semibold">{word("delivery", parcel.taskStatus)}</p>
        <p className="text-text-2">{parcel.riderName}</p>
        <CopyText text={parcel.taskId} />
      </Stage>
    );
  const without = {
    platform: t("platform"),
    pickup: word("owner", "pickup"),
    self: t(parcel.status === "fulfilled" ? "arrived" : "noRider"),
  };
  return (
    <Stage name={t("delivery")}>
      <p className="text-text-2">{without[owner]}</p>
    </Stage>
  );
}

type StageProps = { name: string; isNarrow?: boolean; children: ReactNode };

function Stage({ name, isNarrow = false, children }: StageProps) {
  return (
    <div
      className={cx(
        "rounded-md bg-raised px-2 py-1.5 leading-5",
        isNarrow ? "w-30 shrink-0" : "min-w-24 flex-1",
      )}
    >
      <p className="text-[11px] text-text-2">{name}</p>
      {children}
    </div>
  );
}

function Arrow() {
  return <ChevronRight className="size-3.5 shrink-0 self-center text-text-3" aria-hidden />;
}
