import { z } from "zod";
import { listStores } from "@/db/queries/channels/catalog";
import { countCases, findCase, findSkus, listCases } from "@/db/queries/lists/cases";
import { storeScope } from "../auth/user";
import { parseId } from "../domain/kernel/ids";
import { closeCase, foreseeClosing } from "../pipelines/repair/close-case";
import { mapSku } from "../pipelines/repair/map-sku";
import { mapStore } from "../pipelines/repair/map-store";
import { toCaseCursor, toCasePage, toQueues } from "../views/cases/case-row";
import { readRange } from "../views/orders/read-filter";
import { AppError } from "./app-error";
import { chain, only, router, signedIn } from "./trpc";

const PAGE = 100;
const Filter = z.object({
  state: z.enum(["open", "closed"]),
  codes: z.array(z.string().max(40)).max(40),
  storeId: z.number().int().positive().nullable(),
});
const External = z.object({
  accountId: z.number().int().positive(),
  externalCode: z.string().min(1).max(128),
});

/** What needs a person: queues, cases, and the two repairs that a person can make here. */
export const exceptions = router({
  list: signedIn
    .input(z.object({ filter: Filter, cursor: z.string().max(40).nullish() }))
    .query(async ({ ctx, input: { filter, cursor } }) => {
      const { fromMs } = readRange("today", ctx.deps.clock.now());
      const scoped = { ...filter, sinceMs: fromMs, storeId: storeScope(ctx.user, filter.storeId) };
      const place = cursor ? toCaseCursor(cursor) : null;
      return toCasePage(
        await listCases(ctx.deps.db, scoped, { cursor: place, limit: PAGE + 1 }),
        filter.state,
        PAGE,
      );
    }),

  queues: signedIn.input(Filter.omit({ codes: true })).query(async ({ ctx, input }) => {
    const { fromMs } = readRange("today", ctx.deps.clock.now());
    const storeId = storeScope(ctx.user, input.storeId);
    return toQueues(
      await countCases(ctx.deps.db, { ...input, codes: [], sinceMs: fromMs, storeId }),
    );
  }),

  skus: signedIn
    .input(z.object({ words: z.string().trim().max(50) }))
    .query(({ ctx, input }) => findSkus(ctx.deps.db, input.words, 30)),

  stores: signedIn.query(async ({ ctx }) =>
    (await listStores(ctx.deps.db)).map(({ id, code, name, district }) => ({
      id,
      code,
      name,
      district,
    })),
  ),

  mapSku: chain("operations", "service")
    .input(External.extend({ skuId: z.number().int().positive() }))
    .mutation(({ ctx, input }) => mapSku(ctx.deps, { ...input, by: ctx.user.id })),

  mapStore: chain("operations", "service")
    .input(External.extend({ storeId: z.number().int().positive() }))
    .mutation(({ ctx, input }) => mapStore(ctx.deps, { ...input, by: ctx.user.id })),

  closing: signedIn.input(z.object({ id: z.string().max(24) })).query(async ({ ctx, input }) => {
    const id = parseId("exception", input.id);
    const found = id === null ? null : await findCase(ctx.deps.db, id, storeScope(ctx.user, null));
    if (!found) throw new AppError("NOT_FOUND", "没有这个异常单");
    return found.closedAt === null ? await foreseeClosing(ctx.deps, found.id) : [];
  }),

  close: only("operations", "service", "dispatch", "store")
    .input(z.object({ id: z.string().max(24), note: z.string().trim().min(2).max(500) }))
    .mutation(async ({ ctx, input }) => {
      const id = parseId("exception", input.id);
      const found =
        id === null ? null : await findCase(ctx.deps.db, id, storeScope(ctx.user, null));
      if (!found) throw new AppError("NOT_FOUND", "没有这个异常单");
      if (found.closedAt !== null) throw new AppError("CONFLICT", "这个异常单已经处理过了");
      await closeCase(ctx.deps, { caseId: found.id, note: input.note, by: ctx.user.id });
      return { id: input.id };
    }),
});
