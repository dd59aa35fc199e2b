import { inTransaction } from "@/db/client";
import { closeStuck } from "@/db/queries/cases/stuck";
import { readPublished, tellAgain } from "@/db/queries/channels/published";
import { type Difference, findDifferences, isSafeToTell } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import type { FigureClient, ListedFigure } from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import type { Deps } from "../deps";
import { toldAccounts } from "./plan-figures";

type CompareRequest = {
  accountId: number;
  storeId: number;
  /** Only look. */
  isDryRun: boolean;
  actor: string;
  /** By itself only what nobody has touched for a while is told again: a sale there may not have reached us yet. */
  isCautious?: boolean;
};

const PAGES_MAX = 500;

/**
 * Ask a channel what it shows of a shop and compare it with what it should; what differs is told again, by itself only
 * what the channel lists.
 *
 * @returns the differences, and how many articles were looked at
 * @throws PortError when the channel does not answer
 */
export async function compareShop(
  deps: Deps,
  request: CompareRequest,
): Promise<{ rows: Difference[]; asked: number }> {
  const { accountId, storeId, isDryRun, isCautious = false } = request;
  const catalog = await deps.catalog.get();
  const account = catalog.accounts.get(accountId);
  const figures = account && deps.figuresOf(account);
  const shop = catalog.shopKeyOf(accountId, storeId);
  if (!account || !figures || shop === null)
    throw new PortError("rejected", "这个渠道没有可同步的门店");
  const listed = await listAll(figures.client, shop);
  const byName = new Map(listed.map((row) => [row.externalSku, row]));
  // By the name we tell it under: another of the same article's is not what was told.
  const showing = (skuId: number) => byName.get(catalog.skuKeyOf(accountId, skuId) ?? "");
  const wanted = await readPublished(deps.db, { accountId, storeId });
  const rows = findDifferences(wanted, showing);
  const repaired = isCautious ? rows.filter(isSafeToTell) : rows;
  if (!isDryRun) {
    await inTransaction(deps.db, async (tx) => {
      await tellAgain(tx, { accountId, storeId }, repaired);
      await closeStuck(tx, accountId, storeId);
    });
    const unlisted = rows.filter((r) => r.shown === null).length;
    if (rows.length > 0)
      deps.log.info(
        { account: account.code, storeId, told: repaired.length, unlisted, by: request.actor },
        "channel showed other numbers",
      );
  }
  return {
    rows: rows.map(({ isSettled: _, ...row }) => row),
    asked: wanted.length,
  };
}

async function listAll(client: FigureClient, shop: string): Promise<ListedFigure[]> {
  const all: ListedFigure[] = [];
  let page: string | null = null;
  for (let i = 0; i < PAGES_MAX; i += 1) {
    const answer: { rows: ListedFigure[]; next: string | null } = await client.listed(shop, page);
    all.push(...answer.rows);
    if (answer.next === null) return all;
    page = answer.next;
  }
  return all;
}

/** Goes round all shops of all channels, one at a time. @returns a step that compares the next shop */
export function roundCompare(deps: Deps): () => Promise<number> {
  let turn = 0;
  return async () => {
    const catalog = await deps.catalog.get();
    const told = new Set(toldAccounts(deps, catalog));
    const shops = [...catalog.accounts.values()]
      .filter((a) => told.has(a.id))
      .flatMap((a) =>
        [...catalog.stores.keys()]
          .filter((storeId) => catalog.shopKeyOf(a.id, storeId) !== null)
          .map((storeId) => ({ accountId: a.id, storeId })),
      );
    if (shops.length === 0) return 0;
    const shop = present(shops[turn % shops.length], "shop");
    turn += 1;
    await compareShop(deps, { ...shop, isDryRun: false, actor: "system", isCautious: true });
    return shops.length;
  };
}
