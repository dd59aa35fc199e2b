import type { ChannelVerdict } from "@/server/domain/anomaly";
import type { WallAlert } from "@/server/domain/live/wall";

/** Channels that are not themselves. An outage is P1 and pins the wall. */
export function toAlerts(
  verdicts: ReadonlyMap<string, ChannelVerdict>,
  basketFen: number | null,
  causeOf: (channel: string) => string | null,
): WallAlert[] {
  const alerts: WallAlert[] = [];
  for (const [channel, verdict] of verdicts) {
    if (
      verdict.state !== "firing" ||
      verdict.kind === null ||
      verdict.since === null ||
      verdict.expected === null
    )
      continue;
    alerts.push({
      id: `${channel}:${verdict.kind}:${verdict.since}`,
      level: verdict.kind === "outage" ? 1 : 2,
      channel,
      kind: verdict.kind,
      sinceMs: verdict.since,
      missingOrders: verdict.missingOrders,
      missingFen: verdict.missingOrders * (basketFen ?? 0),
      cause: causeOf(channel),
      owner: null,
      path: `/orders?channel=${channel}`,
    });
  }
  return alerts.sort((a, b) => a.level - b.level || a.sinceMs - b.sinceMs);
}
