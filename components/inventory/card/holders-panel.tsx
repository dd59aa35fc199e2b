"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useWord } from "@/components/console/use-word";
import { PhaseChip } from "@/components/orders/phase-chip";
import { TD } from "@/components/table/classes";
import { Table } from "@/components/table/table";
import { ChannelTag } from "@/components/ui/channel-tag";
import { Countdown } from "@/components/ui/countdown";
import { Panel } from "@/components/ui/panel";
import type { CellCard, Holder } from "@/server/views/inventory/cell-card";
import { amountText, type Unit } from "../amount";

const COLUMNS = ["order", "state", "qty", "left"] as const;

/** Orders and checkouts that hold goods of a shelf. */
export function HoldersPanel({ card }: { card: CellCard }) {
  const t = useTranslations("inventory.card");
  const { holders, checkouts } = card;
  return (
    <Panel title={t("holders")} side={<Sum card={card} />}>
      {holders.length + checkouts.length === 0 ? (
        <p className="px-3 py-4 text-xs text-text-2">{t("noHolders")}</p>
      ) : (
        <div className="max-h-64 overflow-y-auto">
          <Table columns={COLUMNS} label={(name) => t(`holderColumns.${name}`)} head="unseen">
            {checkouts.map((one, i) => (
              <tr key={`checkout-${i}`}>
                <td className={TD}>
                  <ChannelTag
                    channel={one.channel}
                    label={t("checkout", { account: one.accountName })}
                  />
                </td>
                <td className={TD} />
                <td className={`${TD} text-right tabular-nums`}>
                  {amountText(one.qty, card.unit)}
                </td>
                <td className={`${TD} text-right`}>
                  <Countdown until={one.expiresAt} />
                </td>
              </tr>
            ))}
            {holders.map((holder, i) => (
              <HolderLine key={`${holder.order.id}-${i}`} holder={holder} unit={card.unit} />
            ))}
          </Table>
          {card.hasMoreHolders && (
            <p className="py-2 text-center text-xs text-text-2">
              {t("moreHolders", { count: holders.length })}
            </p>
          )}
        </div>
      )}
    </Panel>
  );
}

function Sum({ card }: { card: CellCard }) {
  return (
    <span className="text-xs text-text-2 tabular-nums">
      {amountText(card.reserved + card.picked, card.unit)}
    </span>
  );
}

function HolderLine({ holder, unit }: { holder: Holder; unit: Unit }) {
  const t = useTranslations("inventory.card");
  const word = useWord();
  const { order, state, picked } = holder;
  return (
    <tr>
      <td className={TD}>
        <Link href={`/orders/${order.id}`} className="text-accent hover:underline">
          <ChannelTag channel={order.channel} label={order.label} />
        </Link>
      </td>
      <td className={`${TD} whitespace-nowrap`}>
        <PhaseChip phase={order.phase} />
        <span className="ml-2 text-xs text-text-2">{word("reservation", state)}</span>
      </td>
      <td className={`${TD} text-right whitespace-nowrap tabular-nums`}>
        {amountText(holder.qty, unit)}
        {picked > 0 && picked < holder.qty && (
          <span className="ml-1 text-xs text-text-2">
            {t("pickedQty", { amount: amountText(picked, unit) })}
          </span>
        )}
      </td>
      <td className={`${TD} text-right`}>
        {holder.expiresAt !== null ? (
          <Countdown until={holder.expiresAt} />
        ) : order.promiseAt === null ? (
          "—"
        ) : (
          <Countdown until={order.promiseAt} />
        )}
      </td>
    </tr>
  );
}
