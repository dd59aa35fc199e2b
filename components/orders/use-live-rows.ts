"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";
import type { OrderQuestion } from "@/server/views/orders/read-filter";

type LiveRow = Outputs["orders"]["rows"][number];
type Held = { question: OrderQuestion; rows: ReadonlyMap<string, LiveRow> };

const EVERY_MS = 2_000;
const QUIET_MS = 8_000;
const NONE: ReadonlyMap<string, LiveRow> = new Map();

/**
 * The rows on screen, kept true in place. A row that no longer belongs stays where it is until the list is loaded again:
 * nothing moves under the cursor.
 */
export function useLiveRows(
  question: OrderQuestion,
  visible: () => string[],
): ReadonlyMap<string, LiveRow> {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [held, setHeld] = useState<Held>({ question, rows: NONE });
  const isAsking = useRef(false);
  const ask = async () => {
    const ids = visible();
    if (isAsking.current || ids.length === 0) return;
    isAsking.current = true;
    const fresh = await client
      .fetchQuery(trpc.orders.rows.queryOptions({ question, ids }, { staleTime: 0, gcTime: 0 }))
      .catch(() => []);
    isAsking.current = false;
    setHeld((before) => {
      const rows = new Map(before.question === question ? before.rows : NONE);
      for (const each of fresh) rows.set(each.row.id, each);
      return { question, rows };
    });
  };
  useHint("orders", () => void ask(), EVERY_MS);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    // Hints tell of new orders; what happens to those on screen is looked for now and then.
    const timer = window.setInterval(() => void latest.current(), QUIET_MS);
    return () => window.clearInterval(timer);
  }, []);
  return held.question === question ? held.rows : NONE;
}
