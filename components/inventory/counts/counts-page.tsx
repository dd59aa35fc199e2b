"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { EmptyState } from "@/components/table/ladder/empty-state";
import { Ladder } from "@/components/table/ladder/ladder";
import { MoreButton } from "@/components/table/more-button";
import { Button } from "@/components/ui/button";
import { ResultDialog } from "../edit/result-dialog";
import { AddDialog } from "./add-dialog";
import { CountTable } from "./count-table";
import { FileButton } from "./file-button";
import { useCounts } from "./use-counts";

type Counts = ReturnType<typeof useCounts>;

/** Stock-take: what should be counted, what was counted, how far it is off, and then the books say so. */
export function CountsPage() {
  const counts = useCounts();
  const [doing, setDoing] = useState<"add" | "look" | null>(null);
  const t = useTranslations("stockWork.counts");
  const { shelves, edits, storeId, stores } = counts;
  const done = () => {
    setDoing(null);
    counts.finish();
  };
  return (
    <div className="flex h-full flex-col">
      <Head counts={counts} onAdd={() => setDoing("add")} onLook={() => setDoing("look")} />
      <div className="min-h-0 flex-1 overflow-auto bg-panel">
        <List counts={counts} onAdd={() => setDoing("add")} />
      </div>
      {doing === "add" && (
        <AddDialog
          stores={stores}
          storeId={storeId}
          onAdd={counts.add}
          onClose={() => setDoing(null)}
        />
      )}
      {doing === "look" && shelves.length > 0 && (
        <ResultDialog
          title={t("preview")}
          edits={edits}
          onClose={() => setDoing(null)}
          onDone={done}
        />
      )}
    </div>
  );
}

type HeadProps = { counts: Counts; onAdd: () => void; onLook: () => void };

function Head({ counts, onAdd, onLook }: HeadProps) {
  const t = useTranslations("stockWork.counts");
  const blocked = useBlocked("operations", "dispatch", "store");
  const { open, edits, wrong } = counts;
  const total = open.reduce((sum, one) => sum + one.n, 0);
  return (
    <div className="flex shrink-0 items-center gap-3 border-b border-line bg-panel px-3 py-2 text-xs text-text-2">
      <span className="text-sm font-semibold text-text">{t("open", { count: total })}</span>
      <span>{t("blind")}</span>
      <StoreChips counts={counts} />
      <span className="ml-auto" role="status">
        {t("entered", { count: edits.length })}
      </span>
      <FileButton counts={counts} blocked={blocked} />
      <Button
        size="small"
        icon={<Plus className="size-3.5" aria-hidden />}
        blocked={blocked}
        onClick={onAdd}
      >
        {t("add")}
      </Button>
      <Button
        size="small"
        look="primary"
        blocked={blocked}
        disabled={edits.length === 0 || wrong > 0}
        onClick={onLook}
      >
        {t("preview")}
      </Button>
    </div>
  );
}

const CHIPS_MAX = 5;

/** The stores with most to count, one press away. */
function StoreChips({ counts }: { counts: Counts }) {
  const t = useTranslations("stockWork.counts");
  const { open, stores, storeId, setStoreId } = counts;
  if (stores.length < 2) return null;
  if (storeId !== null) {
    return (
      <Button size="small" look="ghost" onClick={() => setStoreId(null)}>
        {t("all")}
      </Button>
    );
  }
  const fullest = [...open].sort((a, b) => b.n - a.n).slice(0, CHIPS_MAX);
  return fullest.map(({ storeId: id, n }) => (
    <Button key={id} size="small" onClick={() => setStoreId(id)}>
      {stores.find((store) => store.id === id)?.name ?? id} {n}
    </Button>
  ));
}

function List({ counts, onAdd }: { counts: Counts; onAdd: () => void }) {
  const t = useTranslations("stockWork.counts");
  const blocked = useBlocked("operations", "dispatch", "store");
  const { tasks, shelves } = counts;
  return (
    <Ladder
      query={tasks}
      rows={tasks.data && shelves}
      skeleton={{ count: 14, height: 36 }}
      empty={
        <EmptyState title={t("empty.title")} detail={t("empty.detail")}>
          <Button look="primary" blocked={blocked} onClick={onAdd}>
            {t("add")}
          </Button>
        </EmptyState>
      }
    >
      {() => (
        <>
          <CountTable counts={counts} />
          <MoreButton query={tasks} />
        </>
      )}
    </Ladder>
  );
}
