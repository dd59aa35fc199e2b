import type { CounterDelta } from "@/server/domain/metrics";

/** Tellings that were not stored again, by channel and minute, until somebody writes them to the counters. */
export type DuplicateCounter = {
  count: (channel: string, nowMs: number) => void;
  /** Hand over what was counted since the last time. */
  take: () => CounterDelta[];
  give: (rows: readonly CounterDelta[]) => void;
};

export function duplicateCounter(): DuplicateCounter {
  let rows = new Map<string, CounterDelta & { duplicates: number }>();
  const add = (channel: string, at: number, duplicates: number): void => {
    const minute = Math.floor(at / 60_000) * 60_000;
    const key = `${minute}|${channel}`;
    const held = rows.get(key);
    if (held) held.duplicates += duplicates;
    else rows.set(key, { channel, storeId: 0, at: minute, duplicates });
  };
  return {
    count: (channel, nowMs) => add(channel, nowMs, 1),
    take: () => {
      const taken = [...rows.values()];
      rows = new Map();
      return taken;
    },
    give: (back) => {
      for (const row of back) add(row.channel, row.at, row.duplicates ?? 0);
    },
  };
}
