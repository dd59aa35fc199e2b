import type { Db } from "@/db/client";

const LOOKS_MAX = 200_000;

/**
 * Until everybody's transactions that are older than the log's tail have ended, those of tests beside this one as well. A
 * neighbour's that ends in the very moment of a look hides the tail from that look; the next one sees it.
 */
export async function settled(db: Db): Promise<void> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const [row] = await db<{ ready: boolean }[]>`
      select coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) as ready from inbox`;
    if (row?.ready) return;
  }
  throw new Error("another transaction never ended");
}

/** Read on until so many messages came. */
export async function readUntil(
  count: number,
  read: () => Promise<string[]>,
  texts: string[] = [],
): Promise<string[]> {
  for (let look = 0; look < LOOKS_MAX && texts.length < count; look += 1)
    texts.push(...(await read()));
  return texts;
}
