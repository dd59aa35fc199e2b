"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { ErrorState } from "@/components/table/error-state";
import { SkeletonRows } from "@/components/table/skeleton";
import { LanesPanel } from "./lanes-panel";
import { QueuesPanel } from "./queues-panel";
import { RolesPanel } from "./roles-panel";
import { SecurityPanel } from "./security-panel";
import { TroublesPanel } from "./troubles-panel";

const AGAIN_MS = 3_000;

export function HealthTab() {
  const say = useTranslations("console");
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
  if (!health.isError) return <SkeletonRows count={12} height={40} />;
  return (
    <ErrorState
      message={errorText(health.error, say("offline"))}
      onRetry={() => void health.refetch()}
    />
  );
}
