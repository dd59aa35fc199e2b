"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { useHint } from "@/components/live/console-live";

export type OrderView = Outputs["order"]["get"];

/** One order, asked again when it changes. */
export function useOrder(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const order = useQuery(trpc.order.get.queryOptions({ id }));
  useHint(`order:${id}`, () => client.invalidateQueries(trpc.order.get.queryFilter({ id })), 500);
  return order;
}
