"use client";

import { useQuery } from "@tanstack/react-query";
import { type Outputs, useTRPC } from "@/components/data/trpc";

/** All our stores, whatever the store scope: goods may go to any of them. Undefined until they are known. */
export function useStores(): Outputs["exceptions"]["stores"] | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.exceptions.stores.queryOptions(undefined, { staleTime: 600_000 })).data;
}
