"use client";

import {
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { useMemo } from "react";
import { useStoreScope } from "@/components/console/header";
import type { OrderFlag } from "@/db/queries/lists/order-filter";
import { PHASES } from "@/server/domain/orders/phase";
import type { PhaseGroup } from "@/server/views/orders/phase-tabs";
import type { OrderQuestion } from "@/server/views/orders/read-filter";

export const GROUPS = [
  "to_accept",
  "to_release",
  "picking",
  "ready",
  "delivering",
  "held",
  "trouble",
  "done",
  "cancelled",
] as const satisfies readonly PhaseGroup[];

export const FLAGS = [
  "merged",
  "short",
  "exception",
  "held",
  "refunded",
  "self",
  "platform",
] as const satisfies readonly OrderFlag[];

const address = {
  range: parseAsString.withDefault("today"),
  tab: parseAsStringLiteral(GROUPS),
  channel: parseAsArrayOf(parseAsString).withDefault([]),
  phase: parseAsArrayOf(parseAsStringLiteral(PHASES)).withDefault([]),
  flag: parseAsArrayOf(parseAsStringLiteral(FLAGS)).withDefault([]),
  min: parseAsInteger,
  max: parseAsInteger,
  q: parseAsString.withDefault(""),
};

/** What is asked of the list: all of it stands in the address, so that a pasted link shows the same. */
export function useQuestion() {
  const [asked, ask] = useQueryStates(address);
  const [storeId] = useStoreScope();
  const question = useMemo<OrderQuestion>(
    () => ({
      range: asked.range,
      group: asked.tab,
      phases: asked.phase,
      channels: asked.channel,
      storeId,
      minFen: asked.min,
      maxFen: asked.max,
      flags: asked.flag,
      search: asked.q,
    }),
    [asked, storeId],
  );
  return { asked, ask, question };
}

export type Ask = ReturnType<typeof useQuestion>["ask"];
export type Asked = ReturnType<typeof useQuestion>["asked"];

export const NO_CONDITIONS = {
  channel: null,
  phase: null,
  flag: null,
  min: null,
  max: null,
  q: null,
  tab: null,
};

export const hasConditions = (asked: Asked): boolean =>
  asked.channel.length + asked.phase.length + asked.flag.length > 0 ||
  asked.min !== null ||
  asked.max !== null ||
  asked.q !== "";
