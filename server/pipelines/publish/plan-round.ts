import type { Tx } from "@/db/client";
import { ensureTail, lockTail } from "@/db/log/stock-tail";
import {
  askRound,
  cellsOfRound,
  endRound,
  learnPublished,
  lockRound,
  moveRound,
} from "@/db/queries/channels/plan-rounds";
import type { Cellish } from "@/server/domain/inventory";
import type { Deps } from "../deps";
import { sweep } from "../sweep";
import { PLANNED, planCells, ROUND, TAIL } from "./plan-figures";

const PAGE = 1_000;
const FIRST: Cellish = { storeId: 0, skuId: 0 };
/** So many new numbers make the database plan anew. */
export const MANY = 2_000;

/**
 * Ask for everything every channel should show, from nothing: at the first start, and now and then for what no event tells
 * of (rates and lags that changed, an account that is new).
 */
export async function askEverything(deps: Deps): Promise<void> {
  await ensureTail(deps.db, TAIL);
  await deps.catalog.refresh();
  await askRound(deps.db, ROUND);
}

/**
 * The next shelves of the round under way, in a transaction of their own: it goes on where a crash left it, and nobody
 * waits for more than a page. A shelf that fails alone rests, the others are planned.
 *
 * @returns shelves planned, 0 with no round under way, and whether something should go to zero at once
 */
export async function planPage(deps: Deps): Promise<{ cells: number; isUrgent: boolean }> {
  const catalog = await deps.catalog.get();
  let isUrgent = false;
  let ends = false;
  const cells = await sweep<Cellish>(deps, {
    ...PLANNED,
    batch: PAGE,
    find: async (tx, limit) => {
      await lockTail(tx, TAIL);
      const found = await nextOfRound(tx, limit);
      ends = found !== null && (found.isFirst || found.cells.length === 0);
      return found?.cells ?? [];
    },
    take: async (tx, some) => {
      isUrgent = (await planCells({ deps, catalog }, tx, some)) || isUrgent;
      return some;
    },
  });
  if (ends) await learnPublished(deps.db, MANY);
  return { cells, isUrgent };
}

/** The round moves on with what it hands out: in the same transaction it is planned or put to rest. */
async function nextOfRound(
  tx: Tx,
  limit: number,
): Promise<{ cells: Cellish[]; isFirst: boolean } | null> {
  const round = await lockRound(tx, ROUND);
  if (!round) return null;
  const isFirst = !round.wrapped && round.after.storeId === FIRST.storeId;
  let { wrapped } = round;
  let cells = await cellsOfRound(tx, round, { job: PLANNED.job, limit });
  if (cells.length === 0 && !wrapped) {
    wrapped = true;
    cells = await cellsOfRound(
      tx,
      { ...round, after: FIRST, wrapped },
      { job: PLANNED.job, limit },
    );
  }
  const last = cells.at(-1);
  if (last) await moveRound(tx, ROUND, { after: last, wrapped });
  else await endRound(tx, ROUND);
  return { cells, isFirst };
}
