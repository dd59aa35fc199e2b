"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useStoreScope } from "@/components/console/header";
import { useBlocked } from "@/components/console/session";
import { useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import { Ladder } from "@/components/table/ladder/ladder";
import { MoreButton } from "@/components/table/more-button";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { NewTransfer } from "./new-transfer";
import { ReceiveDialog } from "./receive-dialog";
import { ReturnDialog } from "./return-dialog";
import { type Transfer, TransferTable } from "./transfer-table";

const STATES = ["open", "ended"] as const;
const HINT_MS = 2_000;

function useTransfers() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [storeId] = useStoreScope();
  const [state, setState] = useQueryState(
    "state",
    parseAsStringLiteral(STATES).withDefault("open"),
  );
  const pages = useInfiniteQuery(
    trpc.stockWork.transfers.infiniteQueryOptions(
      { state, storeId },
      { getNextPageParam: (last) => last.next ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const again = () => void client.invalidateQueries(trpc.stockWork.transfers.pathFilter());
  useHint("inventory", again, HINT_MS);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return { state, setState, pages, rows, again };
}

type Doing = { kind: "receive" | "sendBack"; row: Transfer } | { kind: "send" } | null;

/** Goods between our stores: what is on the way, what came, and sending more. */
export function TransfersPage() {
  const t = useTranslations("stockWork.transfers");
  const transfers = useTransfers();
  const blocked = useBlocked("operations", "dispatch", "store");
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const done = () => {
    close();
    transfers.again();
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center border-b border-line bg-panel pr-3 pl-1">
        <Tabs
          label={t("state")}
          value={transfers.state}
          onChange={(state) => void transfers.setState(state)}
          tabs={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        />
        <Button
          size="small"
          look="primary"
          icon={<Plus className="size-3.5" aria-hidden />}
          className="ml-auto"
          blocked={blocked}
          onClick={() => setDoing({ kind: "send" })}
        >
          {t("send")}
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-auto bg-panel">
        <List
          transfers={transfers}
          onReceive={(row) => setDoing({ kind: "receive", row })}
          onReturn={(row) => setDoing({ kind: "sendBack", row })}
        />
      </div>
      {doing?.kind === "send" && <NewTransfer onClose={close} onDone={done} />}
      {doing?.kind === "receive" && <ReceiveDialog row={doing.row} onClose={close} onDone={done} />}
      {doing?.kind === "sendBack" && <ReturnDialog row={doing.row} onClose={close} onDone={done} />}
    </div>
  );
}

type ListProps = {
  transfers: ReturnType<typeof useTransfers>;
  onReceive: (row: Transfer) => void;
  onReturn: (row: Transfer) => void;
};

function List({ transfers: { pages, rows, state }, onReceive, onReturn }: ListProps) {
  const t = useTranslations("stockWork.transfers");
  const key = state === "open" ? "empty" : "emptyEnded";
  return (
    <Ladder
      query={pages}
      rows={pages.data && rows}
      skeleton={{ count: 12, height: 40 }}
      empty={{ title: t(`${key}.title`), detail: t(`${key}.detail`) }}
    >
      {(shown) => (
        <>
          <TransferTable rows={shown} onReceive={onReceive} onReturn={onReturn} />
          <MoreButton query={pages} />
        </>
      )}
    </Ladder>
  );
}
