import { z } from "zod";
import { listAccounts } from "@/db/queries/channels/catalog";
import { readSellers } from "@/db/queries/channels/publishing";
import {
  countStates,
  listCategories,
  listShelves,
  type ShelfFilter,
  sumShelves,
} from "@/db/queries/lists/inventory";
import {
  findCount,
  findRestock,
  listCheckouts,
  listClaims,
  listMoves,
  listPublished,
  readCells,
} from "@/db/queries/lists/inventory-cell";
import { listTransfers } from "@/db/queries/lists/inventory-work";
import { seesStore, storeScope, type User } from "@/server/auth/user";
import type { Deps } from "@/server/pipelines/deps";
import { LEAD_MINUTES } from "@/server/pipelines/inventory/ask-restock";
import { toCellCard } from "@/server/views/inventory/cell-card";
import { toMovePage } from "@/server/views/inventory/ledger";
import { toMatrixPage, toMatrixRow, toTotals } from "@/server/views/inventory/matrix";
import { AppError } from "../app-error";
import { router, signedIn } from "../trpc";
import { Cell, Id, ShelfQuestion } from "./inventory-input";

const PAGE = 100;
const MOVES = 30;
const HOLDERS = 50;
const ROWS_MAX = 150;

const filterOf = (user: User, question: z.infer<typeof ShelfQuestion>): ShelfFilter => ({
  ...question,
  storeId: storeScope(user, question.storeId),
});

/** A store's own manager looks at no other shelf. */
function assertSeen(user: User, storeId: number): void {
  if (!seesStore(user, storeId)) throw new AppError("FORBIDDEN", "只能查看本门店的库存");
}

/** What channel accounts are called. */
export async function accountNames(
  deps: Deps,
): Promise<Map<number, { name: string; channel: string }>> {
  const accounts = await listAccounts(deps.db);
  return new Map(accounts.map(({ id, name, channel }) => [id, { name, channel }]));
}

/** Shelves: the matrix, one shelf's card, its ledger. */
export const inventory = router({
  page: signedIn
    .input(z.object({ question: ShelfQuestion, cursor: z.string().max(64).nullish() }))
    .query(async ({ ctx, input: { question, cursor } }) => {
      const filter = filterOf(ctx.user, question);
      return toMatrixPage(
        await listShelves(ctx.deps.db, filter, { after: cursor ?? null, limit: PAGE + 1 }),
        PAGE,
      );
    }),

  /** The rows on screen as they are now. */
  rows: signedIn
    .input(z.object({ skuIds: z.array(Id).max(ROWS_MAX), storeId: Id.nullable() }))
    .query(async ({ ctx, input: { skuIds, storeId } }) => {
      const all = { words: "", categories: [], zones: [], state: null };
      const filter = filterOf(ctx.user, { ...all, storeId, skuIds });
      return (await listShelves(ctx.deps.db, filter, { after: null, limit: ROWS_MAX })).map(
        toMatrixRow,
      );
    }),

  totals: signedIn.input(ShelfQuestion).query(async ({ ctx, input }) => {
    const filter = filterOf(ctx.user, input);
    const [stores, states] = await Promise.all([
      sumShelves(ctx.deps.db, filter),
      countStates(ctx.deps.db, filter),
    ]);
    return { ...toTotals(stores), states };
  }),

  categories: signedIn.query(({ ctx }) => listCategories(ctx.deps.db)),

  cell: signedIn.input(Cell).query(async ({ ctx, input }) => {
    assertSeen(ctx.user, input.storeId);
    const { db } = ctx.deps;
    const [[cell], sellers, accounts, published, claims, checkouts, count, restock, moving] =
      await Promise.all([
        readCells(db, [input]),
        readSellers(db, [input]),
        accountNames(ctx.deps),
        listPublished(db, input),
        listClaims(db, input, HOLDERS + 1),
        listCheckouts(db, input, HOLDERS),
        findCount(db, input),
        findRestock(db, input),
        listTransfers(db, { state: "open", ...input }, { before: null, limit: 20 }),
      ]);
    if (!cell) throw new AppError("NOT_FOUND", "这个门店没有这个商品的库存");
    return toCellCard({
      ...{ cell, sellers, accounts, published, claims, checkouts, count, restock },
      transfers: moving,
      leadMinutes: LEAD_MINUTES,
      holdersMax: HOLDERS,
    });
  }),

  moves: signedIn
    .input(Cell.extend({ cursor: z.number().int().positive().nullish() }))
    .query(async ({ ctx, input: { cursor, ...cell } }) => {
      assertSeen(ctx.user, cell.storeId);
      return toMovePage(
        await listMoves(ctx.deps.db, cell, { before: cursor ?? null, limit: MOVES + 1 }),
        MOVES,
      );
    }),
});
