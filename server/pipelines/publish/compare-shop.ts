import { inTransaction } from "@/db/client";
import { closeStuck, readPublished, tellAgain } from "@/db/queries/published";
import { present } from "@/server/domain/kernel/assert";
import type { FigureClient, FigureKind, ListedFigure } from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import type { Deps } from "../deps";
import { toldAccounts } from "./plan-figures";

/** One number that a channel shows otherwise than we said. `shown` is null where it does not list the article. */
export type Difference = {
  skuId: number;
  kind: FigureKind;
  wanted: number;
  shown: number | null;
};

export type CompareRequest = {
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
 * Ask a channel what it shows of a shop and compare it with what it should; what differs is told again.
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
  const bySku = new Map<number, ListedFigure>();
  for (const row of listed) {
    const skuId = catalog.skuOf(accountId, row.externalSku, null);
    if (skuId !== null) bySku.set(skuId, row);
  }
  const wanted = await readPublished(deps.db, accountId, storeId);
  const rows = wanted.flatMap((want): (Difference & { isSettled: boolean })[] => {
    const there = bySku.get(want.skuId);
    const shown = (want.kind === "stock" ? there?.stock : there?.priceFen) ?? null;
    if (!want.isClean || shown === want.wanted || shown === null) return [];
    const { skuId, kind, isSettled } = want;
    return [{ skuId, kind, wanted: want.wanted, shown, isSettled }];
  });
  const repaired = rows.filter((r) => !isCautious || r.isSettled);
  if (!isDryRun) {
    await inTransaction(deps.db, async (tx) => {
      await tellAgain(tx, accountId, storeId, repaired);
      await closeStuck(tx, accountId, storeId);
    });
    if (repaired.length > 0)
      deps.log.info(
        { account: account.code, storeId, differences: repaired.length, by: request.actor },
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
