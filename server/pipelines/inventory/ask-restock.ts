import { inTransaction } from "@/db/client";
import {
  claimRestocks,
  dropStaleRestocks,
  insertRestocks,
  type RestockDue,
  readSupplies,
  settleRestock,
} from "@/db/queries/stock/restock";
import { peekStock } from "@/db/queries/stock/stock";
import { canPass } from "@/server/domain/channels";
import { type Cellish, cellKey, isAskable, planRestocks } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import { PortError } from "@/server/ports/port-error";
import type { WmsClient } from "@/server/ports/wms";
import { causeOf } from "../apart";
import type { Deps } from "../deps";
import { type Named, takeApart } from "../sweep";

const BATCH = 500;
const SEND = 50;
const CLAIM_SECONDS = 20;
const TRIES_MAX = 40;
const STALE_HOURS = 6;
/** From the request to the shelf. */
export const LEAD_MINUTES = 45;

const SUGGESTION: Named<Cellish> = {
  job: "restock",
  subjectOf: ({ storeId, skuId }) => cellKey(storeId, skuId),
  aboutOf: ({ storeId }) => ({ storeId }),
};

/** Look for what will run out now and then, and send what is wanted. @returns requests tried */
export async function askRestocks(deps: Deps, isLooking: boolean): Promise<number> {
  if (isLooking) await suggestRestocks(deps);
  return await sendRestocks(deps);
}

/** Ask the warehouse for what will run out before it could come. @returns requests made */
export async function suggestRestocks(deps: Deps): Promise<number> {
  await dropStaleRestocks(deps.db, STALE_HOURS);
  const supplies = await readSupplies(deps.db, SUGGESTION.job, BATCH);
  const wanted = planRestocks(supplies, LEAD_MINUTES);
  const ids = await deps.ids.take(wanted.length);
  const rows = wanted.map((one, i) => ({
    ...one,
    id: present(ids[i], "request id"),
    by: "system",
  }));
  return await inTransaction(deps.db, async (tx) => {
    // A half that is tried is undone again: what counts is what was said last of each.
    const made = new Map<number, boolean>();
    await takeApart(deps, tx, {
      of: SUGGESTION,
      items: rows,
      take: async (inner, some) => {
        const ids = new Set(await insertRestocks(inner, some));
        for (const { id } of some) made.set(id, ids.has(id));
        return some;
      },
    });
    return [...made.values()].filter(Boolean).length;
  });
}

/** A person asks for goods. */
export async function askRestock(
  deps: Deps,
  asked: { storeId: number; skuId: number; qty: number; actor: string },
): Promise<Result<{ id: number }, "OPEN_ALREADY" | "BAD_VALUE" | "UNKNOWN_CELL">> {
  const { storeId, skuId, qty, actor } = asked;
  if (!isAskable(qty)) return refuse("BAD_VALUE");
  if ((await peekStock(deps.db, [{ storeId, skuId }])).length === 0) return refuse("UNKNOWN_CELL");
  const [taken] = await deps.ids.take(1);
  const id = present(taken, "request id");
  const made = await inTransaction(deps.db, (tx) =>
    insertRestocks(tx, [{ id, storeId, skuId, qty, inputs: {}, by: actor }]),
  );
  return made.length > 0 ? ok({ id }) : refuse("OPEN_ALREADY");
}

/** Send requests to the warehouse. Told again after a lost answer, it is the same request there. @returns requests tried */
async function sendRestocks(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.get();
  const account = [...catalog.accounts.values()].find(
    (a) => a.capabilities.isWarehouse && a.enabled,
  );
  const client = account && deps.wmsOf(account);
  if (!account || !client) return 0;
  const due = await claimRestocks(deps.db, SEND, CLAIM_SECONDS);
  for (const one of due) {
    const shop = catalog.shopKeyOf(account.id, one.storeId);
    const article = catalog.skuKeyOf(account.id, one.skuId);
    const answer =
      shop === null || article === null
        ? { fault: "仓库不认识这个门店", isFinal: true }
        : await tell(deps, client, { ...one, shop, article });
    await settleRestock(deps.db, one.id, answer);
  }
  return due.length;
}

/** A request in the warehouse's words. */
type Told = RestockDue & { shop: string; article: string };

async function tell(
  deps: Deps,
  client: WmsClient,
  { id, qty, tries, shop, article }: Told,
): Promise<{ warehouseNo: string } | { fault: string; isFinal: boolean }> {
  const neededAt = deps.clock.now() + LEAD_MINUTES * 60_000;
  const lines = [{ skuCode: article, qty }];
  try {
    return await client.restock({ requestNo: `R${id}`, storeCode: shop, neededAt, lines });
  } catch (error) {
    const isPassing = !(error instanceof PortError) || canPass(error.kind);
    const fault = causeOf(error);
    return { fault, isFinal: !isPassing || tries >= TRIES_MAX };
  }
}
