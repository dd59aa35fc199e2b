"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/data/trpc";
import { Unread } from "@/components/table/ladder/ladder";
import { LanesPanel } from "./lanes-panel";
import { QueuesPanel } from "./queues-panel";
import { RolesPanel } from "./roles-panel";
import { SecurityPanel } from "./security-panel";
import { TroublesPanel } from "./troubles-panel";

const AGAIN_MS = 3_000;

export function HealthTab() {
  const trpc = useTRPC();
  const health = useQuery(
    trpc.system.health.queryOptions(undefined, { refetchInterval: AGAIN_MS, staleTime: 0 }),
  );
  if (health.data) {
    return (
      <div className="grid grid-cols-2 items-start gap-3 p-3">
        <div className="flex min-w-0 flex-col gap-3">
          <RolesPanel beats={health.data.beats} />
          <TroublesPanel troubles={health.data.troubles} />
          <LanesPanel groups={health.data.groups} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <QueuesPanel queues={health.data.queues} failed={health.data.failed} />
          <SecurityPanel refusals={health.data.refusals} />
        </div>
      </div>
    );
  }
  return <Unread query={health} skeleton={{ count: 12, height: 40 }} />;
}
