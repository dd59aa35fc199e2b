/** What was refused at the door, counted per minute, source and code; never what it said. */
export type SecurityCounter = {
  count: (source: string, code: string, nowMs: number) => void;
  /** Hand over what was counted since the last time. */
  take: () => SecurityRow[];
  give: (rows: readonly SecurityRow[]) => void;
};
type SecurityRow = { minute: number; source: string; code: string; count: number };

/** Senders can invent sources; beyond this many they are counted as one. */
const SOURCES_MAX = 200;

export function securityCounter(): SecurityCounter {
  let rows = new Map<string, SecurityRow>();
  const add = (row: SecurityRow): void => {
    const source = rows.size < SOURCES_MAX ? row.source : "others";
    const key = `${row.minute}|${row.code}|${source}`;
    const held = rows.get(key);
    if (held) held.count += row.count;
    else rows.set(key, { ...row, source });
  };
  return {
    count: (source, code, nowMs) =>
      add({ minute: Math.floor(nowMs / 60_000) * 60_000, source, code, count: 1 }),
    take: () => {
      const taken = [...rows.values()];
      rows = new Map();
      return taken;
    },
    give: (back) => {
      for (const row of back) add(row);
    },
  };
}
