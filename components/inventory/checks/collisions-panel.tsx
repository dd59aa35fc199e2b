"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useWord } from "@/components/console/use-word";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import { PhaseChip } from "@/components/orders/phase-chip";
import { TD } from "@/components/table/classes";
import { Ladder } from "@/components/table/ladder/ladder";
import { Table } from "@/components/table/table";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { Age, Countdown } from "@/components/ui/countdown";
import { Money } from "@/components/ui/money";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { OrderLink } from "@/server/views/inventory/order-link";
import type { CollisionView } from "@/server/views/inventory/stock-cases";
import { changeText } from "../amount";

const HINT_MS = 2_000;
const RIVALS_SHOWN = 4;

/** Who wanted the same goods: the order that lost them beside those that have them. */
export function CollisionsPanel() {
  const t = useTranslations("stockWork.checks");
  const trpc = useTRPC();
  const client = useQueryClient();
  const [storeId] = useStoreScope();
  const cases = useQuery(trpc.stockWork.collisions.queryOptions({ storeId }));
  useHint(
    "exceptions",
    () => void client.invalidateQueries(trpc.stockWork.collisions.pathFilter()),
    HINT_MS,
  );
  return (
    <Panel title={t("collisions")}>
      <Ladder
        query={cases}
        rows={cases.data}
        empty={{ title: t("noCollisions.title"), detail: t("noCollisions.detail") }}
      >
        {(rows) => (
          <Table
            aria-label={t("collisions")}
            columns={["state", "loser", "rivals"]}
            label={(name) => t(name)}
            head="unseen"
          >
            {rows.map((row) => (
              <CollisionLine key={row.id} row={row} />
            ))}
          </Table>
        )}
      </Ladder>
    </Panel>
  );
}

function CollisionLine({ row }: { row: CollisionView }) {
  const t = useTranslations("stockWork.checks");
  const word = useWord();
  return (
    <tr className="align-top">
      <td className={cx(TD, "w-64 align-top")}>
        <StatusChip tone="crit">{word("case", row.caseCode)}</StatusChip>
        <p className="mt-1 text-xs text-text-2">
          {row.store} · <Age since={row.openedAt} />
        </p>
        <p className="mt-1 text-xs break-words">{row.cause}</p>
        {row.riskFen > 0 && <Money fen={row.riskFen} className="text-xs text-text-2" />}
      </td>
      <td className={cx(TD, "align-top")}>
        {row.shelf ? <ShelfPart row={row} /> : <LossPart row={row} />}
      </td>
      <td className={cx(TD, "align-top")}>
        <p className="text-[11px] text-text-2">{t(row.shelf ? "losers" : "rivals")}</p>
        {row.rivals.length === 0 && <p className="text-xs text-text-2">{t("noRivals")}</p>}
        {row.rivals.slice(0, RIVALS_SHOWN).map((order) => (
          <OrderLine key={order.id} order={order} />
        ))}
        {row.rivals.length > RIVALS_SHOWN && (
          <p className="text-xs text-text-2">+{row.rivals.length - RIVALS_SHOWN}</p>
        )}
      </td>
    </tr>
  );
}

/** The order that lost goods, which, and what is proposed. */
function LossPart({ row }: { row: CollisionView }) {
  const t = useTranslations("stockWork.checks");
  const word = useWord();
  const proposals = row.proposals.map((kind) => word("stockProposal", kind)).join("、");
  return (
    <>
      <p className="text-[11px] text-text-2">{t("loser")}</p>
      {row.order ? <OrderLine order={row.order} /> : "—"}
      <ul className="mt-1 text-xs">
        {row.losses.map((loss) => (
          <li key={loss.skuId}>
            <ShelfLink storeId={row.storeId} skuId={loss.skuId}>
              {t("lost", { name: loss.name, pieces: loss.pieces })}
            </ShelfLink>
          </li>
        ))}
      </ul>
      {proposals !== "" && (
        <p className="mt-1 text-xs text-text-2">{t("proposals", { list: proposals })}</p>
      )}
    </>
  );
}

/** The shelf that a warehouse sees otherwise. */
function ShelfPart({ row }: { row: CollisionView }) {
  const t = useTranslations("stockWork.checks");
  if (!row.shelf) return null;
  const { skuId, name, unit, diff } = row.shelf;
  return (
    <>
      <p className="text-[11px] text-text-2">{t("shelf")}</p>
      <p className="flex items-center gap-3 py-0.5">
        <ShelfLink storeId={row.storeId} skuId={skuId}>
          {name}
        </ShelfLink>
        <span className="font-semibold tabular-nums">{changeText(diff, unit)}</span>
      </p>
    </>
  );
}

type ShelfLinkProps = { storeId: number | null; skuId: number; children: string };

function ShelfLink({ storeId, skuId, children }: ShelfLinkProps) {
  return (
    <Link href={`/inventory?cell=${storeId ?? 0}:${skuId}`} className="text-accent hover:underline">
      {children}
    </Link>
  );
}

function OrderLine({ order }: { order: OrderLink }) {
  return (
    <p className="flex items-center gap-2 py-0.5">
      <Link href={`/orders/${order.id}`} className="text-accent hover:underline">
        <ChannelTag channel={order.channel} label={order.label} />
      </Link>
      <PhaseChip phase={order.phase} />
      {order.promiseAt !== null && <Countdown until={order.promiseAt} className="text-xs" />}
    </p>
  );
}
