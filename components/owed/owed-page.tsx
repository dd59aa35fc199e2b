"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useKeys } from "@/components/console/keys";
import { OWED_ROLES } from "@/components/console/pages/pages";
import { useBlocked } from "@/components/console/session";
import { KeyBar } from "@/components/table/key-bar";
import { Ladder } from "@/components/table/ladder/ladder";
import { useChoice } from "@/components/table/use-choice";
import { useRowFocus } from "@/components/table/use-row-focus";
import { Button } from "@/components/ui/button";
import { countText, moneyText } from "@/components/ui/format";
import { Kbd } from "@/components/ui/kbd";
import type { OwedRowView } from "@/server/views/owed/owed-row";
import { FIRST_FILTER_ID, OwedHead, SEARCH_ID } from "./owed-head";
import { OwedTable } from "./owed-table";
import { SettleDialog } from "./settle-dialog";
import { hasConditions, useOwed, useOwedQuestion } from "./use-owed";

const NO_ROWS: readonly OwedRowView[] = [];
/** As many as the server takes at once. */
const ROWS_MAX = 100;

export function OwedPage() {
  const t = useTranslations("owed");
  const router = useRouter();
  const { asked, ask, question } = useOwedQuestion();
  const { totals, pages, rows = NO_ROWS, again } = useOwed(question);
  const { focusId, setFocusId, focused, moves } = useRowFocus(rows, (row) => row.key);
  const { picked, clear, ...choice } = useChoice(
    rows.filter((row) => row.closedAt === null),
    (row) => row.key,
  );
  const [settling, setSettling] = useState<readonly OwedRowView[] | null>(null);
  const isOpen = asked.state === "open";
  const settle = () => {
    const wanted = picked.length > 0 ? picked : focused?.closedAt === null ? [focused] : [];
    if (wanted.length > 0 && wanted.length <= ROWS_MAX) setSettling(wanted);
  };
  useKeys({
    ...moves,
    Enter: () => focused && router.push(`/orders/${focused.order.id}`),
    x: () => focused?.closedAt === null && choice.toggle(focused.key),
    d: settle,
    "/": () => document.getElementById(SEARCH_ID)?.focus(),
    f: () => document.getElementById(FIRST_FILTER_ID)?.click(),
    Escape: clear,
  });
  const empty = hasConditions(asked) ? "emptyFilter" : isOpen ? "empty" : "emptyClosed";
  return (
    <div className="flex h-full flex-col">
      <OwedHead asked={asked} ask={ask} question={question}>
        {picked.length > 0 ? (
          <Settling picked={picked} onSettle={settle} />
        ) : (
          <Totals totals={totals.data} isOpen={isOpen} />
        )}
      </OwedHead>
      <div className="min-h-0 flex-1 overflow-auto bg-panel">
        <Ladder
          query={pages}
          rows={pages.data && rows}
          skeleton={{ count: 16 }}
          empty={{ title: t(`${empty}.title`), detail: t(`${empty}.detail`) }}
        >
          {(shown) => (
            <OwedTable
              rows={shown}
              isOpen={isOpen}
              focusId={focusId}
              choice={choice}
              onFocus={setFocusId}
              onMore={pages.hasNextPage ? () => void pages.fetchNextPage() : null}
            />
          )}
        </Ladder>
      </div>
      <Keys isOpen={isOpen} />
      {settling && (
        <SettleDialog
          rows={settling}
          onClose={() => setSettling(null)}
          onDone={() => {
            setSettling(null);
            clear();
            again();
          }}
        />
      )}
    </div>
  );
}

type TotalsProps = { totals: ReturnType<typeof useOwed>["totals"]["data"]; isOpen: boolean };

function Totals({ totals, isOpen }: TotalsProps) {
  const t = useTranslations("owed.totals");
  if (!totals) return null;
  const { count, amountFen, backFen, late } = totals;
  return (
    <p data-owed-totals className="flex items-baseline gap-3 text-xs text-text-2 tabular-nums">
      {late > 0 && (
        <span className="text-crit-text">■ {t("late", { count: countText(late) })}</span>
      )}
      <span>{t("rows", { count: countText(count) })}</span>
      <span className="text-sm font-semibold text-text">
        {isOpen
          ? t("left", { money: moneyText(amountFen - backFen) })
          : t("amount", { money: moneyText(amountFen) })}
      </span>
    </p>
  );
}

type SettlingProps = { picked: readonly OwedRowView[]; onSettle: () => void };

function Settling({ picked, onSettle }: SettlingProps) {
  const t = useTranslations("owed");
  const noRole = useBlocked(...OWED_ROLES);
  const tooMany = picked.length > ROWS_MAX ? t("tooMany", { count: ROWS_MAX }) : null;
  const money = moneyText(picked.reduce((sum, row) => sum + row.leftFen, 0));
  return (
    <>
      <span className="text-xs text-text-2 tabular-nums">
        {t("chosen", { count: countText(picked.length), money })}
      </span>
      <Button size="small" look="primary" blocked={noRole ?? tooMany} onClick={onSettle}>
        {t("settle")}
        <Kbd>D</Kbd>
      </Button>
    </>
  );
}

const KEYS = [
  ["J/K", "move"],
  ["Enter", "open"],
  ["X", "pick"],
  ["D", "settle"],
  ["/", "search"],
  ["F", "filter"],
] as const;

function Keys({ isOpen }: { isOpen: boolean }) {
  const t = useTranslations("owed.keys");
  const keys = KEYS.filter(([key]) => isOpen || (key !== "X" && key !== "D"));
  return <KeyBar keys={keys.map(([key, name]) => [key, t(name)])} />;
}
