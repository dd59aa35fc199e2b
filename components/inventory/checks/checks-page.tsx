"use client";

import { useSeesChain } from "@/components/console/session";
import { CollisionsPanel } from "./collisions-panel";
import { DriftsPanel } from "./drifts-panel";
import { ReportsPanel } from "./reports-panel";
import { RunsPanel } from "./runs-panel";

/** Whether the books add up, where they do not, who collided, and what the warehouse said. */
export function ChecksPage() {
  const seesChain = useSeesChain();
  return (
    <div className="grid h-full auto-rows-min gap-3 overflow-y-auto p-3 xl:grid-cols-2">
      {seesChain && <RunsPanel />}
      <DriftsPanel />
      <div className="xl:col-span-2">
        <CollisionsPanel />
      </div>
      <div className="xl:col-span-2">
        <ReportsPanel />
      </div>
    </div>
  );
}
