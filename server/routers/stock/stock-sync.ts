import { z } from "zod";
import { listDifferences, listSyncAccounts } from "@/db/queries/lists/inventory-sync";
import { listSkuNames } from "@/db/queries/lists/inventory-work";
import { storeScope } from "@/server/auth/user";
import { setPromiseRule } from "@/server/pipelines/inventory/edits/set-promise-rule";
import { compareShop } from "@/server/pipelines/publish/compare-shop";
import { chain, router, signedIn } from "../trpc";
import { assertOwn, Id, keeper, taken } from "./inventory-input";

const DIFFERENCES = 200;

const Rule = z.object({
  accountId: Id,
  shareBps: z.number().int().min(0).max(10_000),
  cap: z.number().int().min(0).max(1_000_000).nullable(),
  riskBps: z.number().int().min(0).max(10_000),
  rank: z.number().int().min(0).max(99),
});

/** How the channels keep up with our numbers, and how much each may show. */
export const stockSync = router({
  accounts: signedIn.query(({ ctx }) => listSyncAccounts(ctx.deps.db, storeScope(ctx.user, null))),

  differences: signedIn
    .input(
      z.object({
        accountId: Id.nullable(),
        storeId: Id.nullable(),
        kind: z.enum(["stock", "price"]).nullable(),
        blockedOnly: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => {
      const filter = { ...input, storeId: storeScope(ctx.user, input.storeId) };
      return listDifferences(ctx.deps.db, filter, DIFFERENCES);
    }),

  /** Ask the channel what it shows. Without `isDryRun` what differs is told again. */
  compare: keeper
    .input(z.object({ accountId: Id, storeId: Id, isDryRun: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      assertOwn(ctx.user, [input.storeId]);
      const { rows, asked } = await compareShop(ctx.deps, { ...input, actor: ctx.user.id });
      const skus = await listSkuNames(
        ctx.deps.db,
        rows.map((r) => r.skuId),
      );
      const byId = new Map(skus.map((s) => [s.id, s]));
      return {
        asked,
        rows: rows.map((row) => ({
          ...row,
          code: byId.get(row.skuId)?.code ?? String(row.skuId),
          name: byId.get(row.skuId)?.name ?? String(row.skuId),
        })),
      };
    }),

  setRule: chain("operations")
    .input(Rule)
    .mutation(async ({ ctx, input }) =>
      taken(await setPromiseRule(ctx.deps, { ...input, actor: ctx.user.id })),
    ),
});
