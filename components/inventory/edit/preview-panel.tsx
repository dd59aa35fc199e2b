"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import type { Outputs } from "@/components/data/trpc";
import { PhaseChip } from "@/components/orders/phase-chip";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { Countdown } from "@/components/ui/countdown";
import { moneyText } from "@/components/ui/format";
import type { EditResult } from "@/server/views/inventory/edit-preview";
import { amountText, changeText } from "../amount";

export type Preview = Outputs["stockEdits"]["preview"];
type Props = { preview: Preview | undefined; isWorking: boolean; fault: string | null };

/** Exactly what one edit will do: numbers before and after, what channels may show, and whose goods are taken back. */
export function PreviewPanel({ preview, isWorking, fault }: Props) {
  const t = useTranslations("inventory.preview");
  const result = preview?.results[0];
  return (
    <section
      aria-label={t("label")}
      aria-live="polite"
      aria-busy={isWorking}
      className={cx("rounded-md border border-line-soft bg-bg p-3", isWorking && "opacity-70")}
    >
      <h3 className="text-xs text-text-2">{t("label")}</h3>
      {fault !== null ? (
        <p role="alert" className="mt-2 text-sm text-crit-text">
          {fault}
        </p>
      ) : result && preview ? (
        <Result result={result} preview={preview} />
      ) : (
        <p className="mt-2 text-sm text-text-2">{isWorking ? t("working") : t("wait")}</p>
      )}
    </section>
  );
}

function Result({ result, preview }: { result: EditResult; preview: Preview }) {
  const t = useTranslations("inventory.preview");
  const word = useWord();
  if (result.refusal !== null) {
    return (
      <p role="alert" className="mt-2 text-sm text-crit-text">
        ■ {word("stockEdit", result.refusal)}
      </p>
    );
  }
  return (
    <div className="mt-2 flex flex-col gap-3">
      <Changes result={result} />
      {result.kind === "count" && (
        <p className="text-sm">
          {result.variance === 0
            ? t("same")
            : t("variance", {
                amount: changeText(result.variance, result.unit),
                money: moneyText(result.varianceFen),
              })}
        </p>
      )}
      {result.stopped !== null && (
        <p className={cx("text-sm", result.stopped ? "text-crit-text" : "text-ok")}>
          {t(result.stopped ? "stopped" : "resumed")}
        </p>
      )}
      {result.channels.length > 0 && (
        <div>
          <h4 className="text-xs text-text-2">{t("channels")}</h4>
          <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
            {result.channels.map((one) => (
              <li key={one.accountId} className="flex items-center gap-2">
                <ChannelTag channel={one.channel} label={one.name} />
                <span className="tabular-nums">
                  {one.before} → {one.after}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Losses preview={preview} unit={result.unit} />
    </div>
  );
}

/** Every number that moves, before and after. */
export function Changes({ result }: { result: EditResult }) {
  const t = useTranslations("inventory.preview");
  const word = useWord();
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2">
      {result.changes.map(({ field, before, after }) => {
        const [from, to] = [amountText(before, result.unit), amountText(after, result.unit)];
        return (
          <li key={field} data-change={field} className="flex flex-col">
            <span className="text-[11px] text-text-2">{word("stockField", field)}</span>
            <span className="text-sm tabular-nums" title={t("arrow", { before: from, after: to })}>
              {before === after ? (
                <span className="text-text-2">{to}</span>
              ) : (
                <>
                  {from} →{" "}
                  <b className={field === "debt" && after > 0 ? "text-crit-text" : ""}>{to}</b>
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const ORDERS_SHOWN = 20;

/** Whose goods are taken back, the earliest promise first. */
export function Losses({ preview, unit }: { preview: Preview; unit: "piece" | "gram" }) {
  const t = useTranslations("inventory.preview");
  const { orders, checkouts, freed, left } = preview;
  if (orders.length + checkouts + left === 0) {
    return <p className="text-xs text-text-2">{t("ordersNone")}</p>;
  }
  return (
    <div className="rounded-md border border-crit bg-crit-soft p-2 text-[13px]">
      {orders.length > 0 && (
        <p className="font-semibold text-crit-text">
          ■ {t("orders", { count: orders.length })}
          {freed > 0 && ` · ${t("freed", { amount: amountText(freed, unit) })}`}
        </p>
      )}
      {checkouts > 0 && <p>{t("checkouts", { count: checkouts })}</p>}
      {left > 0 && (
        <p className="text-crit-text">{t("left", { amount: amountText(left, unit) })}</p>
      )}
      <ul className="mt-1 max-h-48 overflow-y-auto">
        {orders.slice(0, ORDERS_SHOWN).map((order) => (
          <li key={order.id} className="flex items-center gap-2 py-0.5">
            <Link
              href={`/orders/${order.id}`}
              target="_blank"
              className="text-accent hover:underline"
            >
              <ChannelTag channel={order.channel} label={order.label} />
            </Link>
            <PhaseChip phase={order.phase} />
            {order.promiseAt !== null && <Countdown until={order.promiseAt} className="ml-auto" />}
          </li>
        ))}
      </ul>
      {orders.length > ORDERS_SHOWN && <p>{t("more", { count: orders.length - ORDERS_SHOWN })}</p>}
    </div>
  );
}
