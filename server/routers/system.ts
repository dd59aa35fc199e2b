import { z } from "zod";
import { countDeadLetters, getDeadLetter, listDeadLetters } from "@/db/log/dead-letters";
import { unpackBody } from "@/db/log/packed-body";
import { listKeptDays } from "@/db/log/tend";
import { listRefusals } from "@/db/queries/lists/channels";
import { listBeats, listFailedWritebacks, listLanes, listQueues } from "@/db/queries/lists/system";
import { listParked } from "@/db/queries/orders/parked";
import { insertAudit } from "@/db/queries/people/people";
import { findLongTransactions } from "@/db/queries/upkeep/horizon";
import { parseId } from "../domain/kernel/ids";
import { discardDeadLetters } from "../pipelines/repair/discard-dead-letters";
import { rerunDeadLetters } from "../pipelines/repair/rerun-dead-letters";
import { toDeadLetterBody, toDeadLetterPage } from "../views/system/dead-letters";
import { toSystem } from "../views/system/health";
import { AppError } from "./app-error";
import { chain, router } from "./trpc";

const PAGE = 100;
const FAILED_MAX = 50;
const PARKED_MAX = 50;
/** A transaction that is open for so long is told of. */
const LONG_SECONDS = 5;
const Ids = z.array(z.string().max(24)).min(1).max(200);

const letterIds = (shown: readonly string[]): number[] =>
  shown.flatMap((id) => parseId("deadLetter", id) ?? []);

/** How the machine is: consumers, roles, queues, what was refused, what could not be read. */
export const system = router({
  health: chain().query(async ({ ctx }) => {
    const { db, clock } = ctx.deps;
    const [lanes, beats, queues, failed, refusals, parked, transactions, keptDays] =
      await Promise.all([
        listLanes(db),
        listBeats(db),
        listQueues(db),
        listFailedWritebacks(db, FAILED_MAX),
        listRefusals(db),
        listParked(db, PARKED_MAX),
        findLongTransactions(db, LONG_SECONDS),
        listKeptDays(db),
      ]);
    const rows = { lanes, beats, queues, failed, refusals, parked, transactions, keptDays };
    return toSystem(rows, clock.now());
  }),

  deadLetters: chain()
    .input(
      z.object({
        state: z.enum(["open", "rerun", "discarded"]),
        cursor: z.string().max(24).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const before = input.cursor ? parseId("deadLetter", input.cursor) : null;
      const [rows, open] = await Promise.all([
        listDeadLetters(ctx.deps.db, { state: input.state, before, limit: PAGE + 1 }),
        countDeadLetters(ctx.deps.db),
      ]);
      return { ...toDeadLetterPage(rows, PAGE), open };
    }),

  /** The whole message, unmasked: whoever repairs it has to see it, and is written down as having seen it. */
  openDeadLetter: chain("operations")
    .input(z.object({ id: z.string().max(24), reason: z.string().trim().min(2).max(200) }))
    .mutation(async ({ ctx, input }) => {
      const id = parseId("deadLetter", input.id);
      const letter = id === null ? null : await getDeadLetter(ctx.deps.db, id);
      if (!letter) throw new AppError("NOT_FOUND", "没有这条死信");
      await insertAudit(ctx.deps.db, {
        userId: ctx.user.id,
        action: "dead-letter.open",
        subject: `dead-letter:${id}`,
        reason: input.reason,
        detail: {},
      });
      const [opened = letter] = await ctx.deps.bodies.open([letter]);
      const body = opened.encoding < 0 ? opened.body : unpackBody(opened);
      return toDeadLetterBody({ ...opened, body });
    }),

  rerun: chain("operations")
    .input(
      z.object({ ids: Ids, bodies: z.record(z.string(), z.string().max(1_000_000)).optional() }),
    )
    .mutation(async ({ ctx, input }) => {
      const bodies = Object.entries(input.bodies ?? {}).flatMap(([shown, text]) => {
        const id = parseId("deadLetter", shown);
        return id === null ? [] : [[id, text] as const];
      });
      await rerunDeadLetters(ctx.deps, {
        ids: letterIds(input.ids),
        by: ctx.user.id,
        ...(bodies.length > 0 && { bodies: Object.fromEntries(bodies) }),
      });
      return { count: input.ids.length };
    }),

  discard: chain("operations")
    .input(z.object({ ids: Ids, reason: z.string().trim().min(2).max(200) }))
    .mutation(async ({ ctx, input }) => {
      await discardDeadLetters(ctx.deps, {
        ids: letterIds(input.ids),
        by: ctx.user.id,
        reason: input.reason,
      });
      return { count: input.ids.length };
    }),
});
