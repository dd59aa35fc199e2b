import { z } from "zod";
import { listOwed, type OwedFilter, sumOwed } from "@/db/queries/lists/owed";
import { OWED_FOR } from "@/server/domain/lifecycle";
import { storeScope } from "../auth/user";
import { parseId } from "../domain/kernel/ids";
import { settleOwed } from "../pipelines/repair/settle-owed";
import { readRange } from "../views/orders/read-filter";
import { owedCsvHead, toOwedCsv } from "../views/owed/owed-csv";
import { readOwedSearch, toOwedCursor, toOwedPage } from "../views/owed/owed-row";
import { AppError } from "./app-error";
import { only, type RequestContext, router } from "./trpc";

const PAGE = 100;
const CSV_PAGE = 1_000;
const ROWS_MAX = 100;
const DAY_MS = 86_400_000;
/** Closed ones are shown for so many days. */
const CLOSED_DAYS = 30;

const Filter = z.object({
  state: z.enum(["open", "closed"]),
  channels: z.array(z.string().max(20)).max(20),
  storeId: z.number().int().positive().nullable(),
  whys: z.array(z.enum(OWED_FOR)).max(OWED_FOR.length),
  search: z.string().max(100),
});
const Row = z.object({ orderId: z.string().max(24), ref: z.string().min(1).max(60) });
const Place = z.string().max(100);

/** Who has to do with money that goes back: everybody but dispatchers. */
const mayKnow = only("operations", "service", "store", "finance");

type Asker = RequestContext & { user: NonNullable<RequestContext["user"]> };

const filterOf = (ctx: Asker, asked: z.infer<typeof Filter>): OwedFilter => ({
  ...asked,
  storeId: storeScope(ctx.user, asked.storeId),
  sinceMs: readRange("today", ctx.deps.clock.now()).fromMs - (CLOSED_DAYS - 1) * DAY_MS,
  search: readOwedSearch(asked.search),
});

async function readPage(
  ctx: Asker,
  asked: z.infer<typeof Filter>,
  { place, size }: { place: string | null; size: number },
) {
  const cursor = place === null ? null : toOwedCursor(place);
  const rows = await listOwed(ctx.deps.db, filterOf(ctx, asked), { cursor, limit: size + 1 });
  return toOwedPage(rows, size);
}

/** Money that is the buyers' and has not gone back, and how it ended. */
export const owed = router({
  list: mayKnow
    .input(z.object({ filter: Filter, cursor: Place.nullish() }))
    .query(({ ctx, input }) =>
      readPage(ctx, input.filter, { place: input.cursor ?? null, size: PAGE }),
    ),

  totals: mayKnow.input(Filter).query(async ({ ctx, input }) => {
    const { db, clock } = ctx.deps;
    return await sumOwed(db, filterOf(ctx, input), clock.now() - DAY_MS);
  }),

  /** One piece of the file; the browser asks until there is no more. */
  csv: mayKnow
    .input(z.object({ filter: Filter, place: Place.nullable() }))
    .query(async ({ ctx, input: { filter, place } }) => {
      const page = await readPage(ctx, filter, { place, size: CSV_PAGE });
      const head = place === null ? owedCsvHead() : "";
      return { text: head + toOwedCsv(page.rows), next: page.next, rows: page.rows.length };
    }),

  settle: mayKnow
    .input(
      z.object({
        rows: z.array(Row).min(1).max(ROWS_MAX),
        how: z.enum(["elsewhere", "waived"]),
        note: z.string().trim().min(2).max(400),
      }),
    )
    .mutation(async ({ ctx, input: { rows, how, note } }) => {
      const keys = rows.map(({ orderId, ref }) => {
        const id = parseId("order", orderId);
        if (id === null) throw new AppError("NOT_FOUND", "没有这笔应退");
        return { orderId: id, ref };
      });
      const storeId = storeScope(ctx.user, null);
      return await settleOwed(ctx.deps, { rows: keys, how, note, by: ctx.user.id, storeId });
    }),
});
