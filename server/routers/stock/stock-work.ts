import { z } from "zod";
import { listOrderNames } from "@/db/queries/lists/inventory-cell";
import {
  countOpenCounts,
  listChecks,
  listCountTasks,
  listReports,
  listSkuNames,
  listStockCases,
  listTransfers,
} from "@/db/queries/lists/inventory-work";
import { storeScope } from "@/server/auth/user";
import { parseId } from "@/server/domain/kernel/ids";
import type { Deps } from "@/server/pipelines/deps";
import { checkStock } from "@/server/pipelines/inventory/check-stock";
import { repairCell } from "@/server/pipelines/inventory/repair-cell";
import { namedIn, toCollisions, toDrifts } from "@/server/views/inventory/stock-cases";
import { AppError } from "../app-error";
import { chain, router, signedIn } from "../trpc";
import { Id, taken } from "./inventory-input";

const PAGE = 50;
const CHECKS = 10;
const CASES = 100;
const COLLISIONS = ["OVERSOLD", "STOCK_CONFLICT"];
const Asked = z.object({ storeId: Id.nullable(), cursor: z.number().int().positive().nullish() });

/** A page and where the next begins. */
const paged = <T extends { id: number }>(rows: readonly T[]) => ({
  rows: rows.slice(0, PAGE),
  next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null,
});

async function casesWithNames(deps: Deps, codes: readonly string[], storeId: number | null) {
  const cases = await listStockCases(deps.db, { codes, storeId, limit: CASES });
  const named = namedIn(cases);
  const [skus, orders] = await Promise.all([
    listSkuNames(deps.db, named.skuIds),
    listOrderNames(deps.db, named.orderIds),
  ]);
  return { cases, names: { skus, orders } };
}

/** What waits to be counted, what is on the way, and whether the books add up. */
export const stockWork = router({
  counts: signedIn.input(Asked).query(async ({ ctx, input }) => {
    const storeId = storeScope(ctx.user, input.storeId);
    const [rows, stores] = await Promise.all([
      listCountTasks(ctx.deps.db, { storeId, after: input.cursor ?? null, limit: PAGE + 1 }),
      countOpenCounts(ctx.deps.db, storeId),
    ]);
    return { ...paged(rows), stores };
  }),

  transfers: signedIn
    .input(Asked.extend({ state: z.enum(["open", "ended"]) }))
    .query(async ({ ctx, input: { state, cursor, storeId } }) => {
      const filter = { state, storeId: storeScope(ctx.user, storeId), skuId: null };
      return paged(
        await listTransfers(ctx.deps.db, filter, { before: cursor ?? null, limit: PAGE + 1 }),
      );
    }),

  checks: chain().query(({ ctx }) => listChecks(ctx.deps.db, CHECKS)),

  runCheck: chain("operations").mutation(({ ctx }) => checkStock(ctx.deps, ctx.user.id)),

  drifts: signedIn.input(z.object({ storeId: Id.nullable() })).query(async ({ ctx, input }) => {
    const storeId = storeScope(ctx.user, input.storeId);
    const { cases, names } = await casesWithNames(ctx.deps, ["STOCK_DRIFT"], storeId);
    return toDrifts(cases, names);
  }),

  repair: chain("operations")
    .input(z.object({ id: z.string().max(24) }))
    .mutation(async ({ ctx, input }) => {
      const caseId = parseId("exception", input.id);
      if (caseId === null) throw new AppError("NOT_FOUND", "没有这个异常单");
      return taken(await repairCell(ctx.deps, { caseId, actor: ctx.user.id }));
    }),

  collisions: signedIn.input(z.object({ storeId: Id.nullable() })).query(async ({ ctx, input }) => {
    const storeId = storeScope(ctx.user, input.storeId);
    const { cases, names } = await casesWithNames(ctx.deps, COLLISIONS, storeId);
    return toCollisions(cases, names);
  }),

  reports: signedIn
    .input(Asked.extend({ state: z.enum(["waiting", "applied", "refused"]).nullable() }))
    .query(async ({ ctx, input: { state, cursor, storeId } }) => {
      const filter = { state, storeId: storeScope(ctx.user, storeId) };
      return paged(
        await listReports(ctx.deps.db, filter, { before: cursor ?? null, limit: PAGE + 1 }),
      );
    }),
});
