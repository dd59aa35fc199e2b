"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { useClock } from "@/components/live/console-clock";
import { Skeleton } from "@/components/table/ladder/skeleton";
import { Button } from "@/components/ui/button";
import { momentText } from "@/components/ui/format";
import { Panel } from "@/components/ui/panel";
import type { OrderView } from "../use-order";

/** The message the order came in, masked, and never to be changed. */
export function RawPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.raw");
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel
      title={t("title")}
      side={
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t("hide") : t("show")}
        </Button>
      }
    >
      {isOpen && <Raw id={order.id} />}
    </Panel>
  );
}

function Raw({ id }: { id: string }) {
  const t = useTranslations("order.raw");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const now = useClock();
  const raw = useQuery(
    trpc.order.raw.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  if (raw.isPending) return <Skeleton className="m-3 h-24" />;
  if (raw.isError) {
    return <p className="p-3 text-xs text-crit-text">{errorText(raw.error, say("offline"))}</p>;
  }
  if (raw.data === null) return <p className="p-3 text-xs text-text-2">{t("none")}</p>;
  const { topic, bytes, receivedAt, text, isCut } = raw.data;
  return (
    <div className="p-3">
      <p className="mb-2 text-xs text-text-2">
        {t("about", { topic, bytes, time: momentText(receivedAt, now) })}
        {isCut && ` · ${t("cut")}`}
      </p>
      {/* A long text must be scrolled by keyboard. */}
      <section
        aria-label={t("title")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus
        tabIndex={0}
        className="max-h-96 overflow-auto rounded bg-raised p-2"
      >
        <pre className="font-sans text-xs leading-5">{text}</pre>
      </section>
    </div>
  );
}
