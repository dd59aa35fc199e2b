import { z } from "zod";
import type { OrderFilter } from "@/db/queries/lists/order-filter";
import {
  countNewer,
  countPhases,
  listGoods,
  listOrders,
  listOrdersById,
  type OrderCursor,
} from "@/db/queries/lists/orders";
import { storeScope } from "@/server/auth/user";
import { parseId } from "@/server/domain/kernel/ids";
import {
  type OrderRowView,
  toCursor,
  toOrderPage,
  toOrderRows,
} from "@/server/views/orders/order-row";
import { csvHead, toCsv } from "@/server/views/orders/orders-csv";
import { parseSearch } from "@/server/views/orders/parse-search";
import { toPhaseTabs } from "@/server/views/orders/phase-tabs";
import { readFilter } from "@/server/views/orders/read-filter";
import { type RequestContext, router, signedIn } from "../trpc";
import { Place, Question } from "./orders-input";

const PAGE = 100;
const CSV_PAGE = 1_000;
const NEWER_MAX = 999;

type Asker = RequestContext & { user: NonNullable<RequestContext["user"]> };

const filterOf = (ctx: Asker, question: z.infer<typeof Question>): OrderFilter =>
  readFilter(question, storeScope(ctx.user, question.storeId), ctx.deps.clock.now());

const cursorOf = (place: z.infer<typeof Place> | null | undefined): OrderCursor | null =>
  place ? toCursor(place.place, place.towards) : null;

async function readPage(
  ctx: Asker,
  filter: OrderFilter,
  { cursor, size }: { cursor: OrderCursor | null; size: number },
) {
  const rows = await listOrders(ctx.deps.db, filter, { cursor, limit: size + 1 });
  const goods = await listGoods(
    ctx.deps.db,
    rows.map((row) => row.id),
  );
  return toOrderPage(rows, goods, { cursor, size });
}

/** The order list: pages, counts, what is new, and the same as a file. */
export const orderList = router({
  list: signedIn
    .input(z.object({ question: Question, cursor: Place.nullish() }))
    .query(async ({ ctx, input }) =>
      readPage(ctx, filterOf(ctx, input.question), { cursor: cursorOf(input.cursor), size: PAGE }),
    ),

  tabs: signedIn.input(Question).query(async ({ ctx, input }) => ({
    ...toPhaseTabs(await countPhases(ctx.deps.db, filterOf(ctx, { ...input, group: null }))),
    searchedAs: parseSearch(input.search)?.kind ?? null,
  })),

  newer: signedIn
    .input(z.object({ question: Question, place: z.string().max(40) }))
    .query(async ({ ctx, input }) => {
      const cursor = toCursor(input.place, "newer");
      if (!cursor) return { count: 0 };
      const filter = filterOf(ctx, input.question);
      return { count: await countNewer(ctx.deps.db, filter, { cursor, limit: NEWER_MAX }) };
    }),

  /** The rows on screen as they are now, and which of them still belong under the tab and the phases chosen. */
  rows: signedIn
    .input(z.object({ question: Question, ids: z.array(z.string().max(24)).max(120) }))
    .query(async ({ ctx, input }) => {
      const ids = input.ids.flatMap((id) => parseId("order", id) ?? []);
      const { phases, storeId } = filterOf(ctx, input.question);
      const rows = await listOrdersById(ctx.deps.db, ids, storeId);
      const belongs = (row: OrderRowView) => phases.length === 0 || phases.includes(row.phase);
      const views = toOrderRows(rows, await listGoods(ctx.deps.db, ids));
      return views.map((row) => ({ row, belongs: belongs(row) }));
    }),

  /** What the palette can jump to, over the last days. */
  find: signedIn.input(z.object({ text: z.string().max(100) })).query(async ({ ctx, input }) => {
    const search = parseSearch(input.text);
    if (search === null || search.kind === "nothing" || search.kind === "goods") return [];
    const question = { range: "7d", group: null, phases: [], channels: [], storeId: null };
    const rest = { minFen: null, maxFen: null, flags: [], search: input.text };
    return (await readPage(ctx, filterOf(ctx, { ...question, ...rest }), { cursor: null, size: 6 }))
      .rows;
  }),

  /** One piece of the file; the browser asks until there is no more. */
  csv: signedIn
    .input(z.object({ question: Question, place: z.string().max(40).nullable() }))
    .query(async ({ ctx, input }) => {
      const cursor = input.place === null ? null : toCursor(input.place, "older");
      const page = await readPage(ctx, filterOf(ctx, input.question), { cursor, size: CSV_PAGE });
      const head = input.place === null ? csvHead() : "";
      return { text: head + toCsv(page.rows), next: page.older, rows: page.rows.length };
    }),
});
