import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { forgetKeys } from "@/db/log/body-keys";
import { ensureGroup } from "@/db/log/inbox";
import { tendLogs } from "@/db/log/tend";
import { dropLeases, takeLease, wakeForgotten } from "@/db/queries/cases/sweeps";
import { findDuePulls } from "@/db/queries/channels/pulls";
import { findDueWritebacks } from "@/db/queries/channels/writebacks";
import { findWaitingFacts } from "@/db/queries/orders/facts";
import { forgetOld } from "@/db/queries/upkeep/forget";
import { findLongTransactions } from "@/db/queries/upkeep/horizon";
import type { Context } from "../context";
import { accountLines } from "../pipelines/account-lines";
import { closeUnwanted } from "../pipelines/close-unwanted";
import { consumeOnce } from "../pipelines/consume";
import { assignRiders } from "../pipelines/dispatch/assign-riders";
import { watchRiders } from "../pipelines/dispatch/watch-riders";
import { INTAKE_GROUP, intakeBatch } from "../pipelines/intake/intake-batch";
import { largeMessages } from "../pipelines/intake/messages/large-messages";
import { fetchDetailsOf } from "../pipelines/pull/fetch-details";
import { lookForLost } from "../pipelines/pull/look-for-lost";
import { releaseParcels } from "../pipelines/release/release-parcels";
import { settleShortages } from "../pipelines/release/settle-shortages";
import { takeKnown } from "../pipelines/repair/take-known";
import { takeContacts } from "../pipelines/track/take-contacts";
import { takeLateFacts } from "../pipelines/track/take-late-facts";
import { takePayments } from "../pipelines/track/take-payments";
import { watchAcceptance } from "../pipelines/writeback/watch-acceptance";
import { writeBackTo } from "../pipelines/writeback/write-back";
import { startBeat } from "./beat";
import { type Loop, type Round, startLoop } from "./loop";
import { startStockJobs } from "./stock-jobs";

export type Worker = { poke: () => void; stop: () => Promise<void> };
type WorkerOptions = { batch: number; consumers: number };

const LEASE_SECONDS = 15;
const LANES_EACH = 8;
const INTAKE_REST_MS = 50;
const FETCH_REST_MS = 200;
const JOBS_END_MS = 2_000;
const FETCH_PACE_MS = 20;
const CALL_PACE_MS = 50;
const LONG_MS = 5_000;

/** How long a consumer rests after a batch, in times of what the batch took, and at most. */
const PACE = { calm: { times: 1, maxMs: 60 }, busy: { times: 2, maxMs: 250 } };
/** From this share of the time on the process is busy: it is behind, and one larger batch is cheaper than two. */
const BUSY = 0.75;

/**
 * After a batch that was not full a consumer rests about as long as it worked: what comes in meanwhile shares the cost of
 * the next one. On a quiet system that is a few milliseconds; on one that has no time left it is worth waiting longer.
 */
function intakePace(full: number): (round: Round) => number {
  let before = performance.eventLoopUtilization();
  return ({ done, tookMs }) => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const { times, maxMs } = utilization > BUSY ? PACE.busy : PACE.calm;
    return done >= full ? 0 : Math.min(maxMs, times * tookMs);
  };
}

/**
 * The pipelines: consumers of the inbox, and the jobs that one process at a time does for all.
 */
export async function startWorker(context: Context, options: WorkerOptions): Promise<Worker> {
  const holder = randomUUID();
  await ensureGroup(context.db, INTAKE_GROUP);
  const taken = { messages: 0 };
  const large = largeMessages(context, () => poke());
  const consumer = {
    group: INTAKE_GROUP,
    batch: options.batch,
    lanes: LANES_EACH,
    isReady: large.isReady,
    handle: (tx: Parameters<typeof intakeBatch>[1], messages: Parameters<typeof intakeBatch>[2]) =>
      intakeBatch({ ...context, large }, tx, messages),
  };
  const poke = () => {
    for (const loop of consumers) loop.poke();
  };
  const fetches = accountLines(context, {
    name: "fetch",
    findDue: (busy) => findDuePulls(context.db, busy),
    work: async (accountId) => {
      if ((await fetchDetailsOf(context, accountId)) > 0) poke();
    },
  });
  const calls = accountLines(context, {
    name: "write-back",
    findDue: (busy) => findDueWritebacks(context.db, busy),
    work: (accountId) => writeBackTo(context, accountId),
  });
  const fetch = startLoop("fetch", context, {
    restMs: FETCH_REST_MS,
    work: fetches.tick,
    paceMs: () => FETCH_PACE_MS,
  });
  const consumers: Loop[] = Array.from({ length: options.consumers }, (_, i) =>
    startLoop(`intake-${i}`, context, {
      restMs: INTAKE_REST_MS,
      work: async (turn) => {
        const n = await consumeOnce(context, consumer, turn + i);
        taken.messages += n;
        // Among them may have been pushes that name only an order's number.
        if (n > 0) fetch.poke();
        return n;
      },
      paceMs: intakePace(options.batch),
    }),
  );
  const jobs = [
    fetch,
    startLoop("write-back", context, { restMs: 200, work: calls.tick, paceMs: () => CALL_PACE_MS }),
    ...startSingles(context, holder),
    ...startStockJobs(context, leaseOf(context, "stock", holder)),
    startBeat(context, "worker", { detail: () => taken }),
  ];
  return {
    poke,
    stop: async () => {
      // Consumers finish the batch in hand. Jobs may be waiting for a platform: they get a moment, and are as safe to
      // leave as they are to kill. Then others may take over.
      const ended = Promise.all([...jobs.map((loop) => loop.stop()), fetches.idle(), calls.idle()]);
      await Promise.all(consumers.map((loop) => loop.stop()));
      await Promise.race([ended, pause(JOBS_END_MS)]);
      await dropLeases(context.db, holder).catch(() => undefined);
    },
  };
}

/** Somebody's open transaction is told by name while it is open: of ours, readers of the logs wait for it. */
async function watchTransactions(context: Context): Promise<number> {
  for (const { isOurs, ...culprit } of await findLongTransactions(context.db, LONG_MS / 1_000)) {
    const why = isOurs ? "readers of the logs wait for it" : "the database cannot tidy up";
    context.log.error(culprit, `a transaction has been open for long: ${why}`);
  }
  return 0;
}

/** Whether we hold a lease; asked of the database only when a third of its time is over. */
function leaseOf(context: Context, name: string, holder: string): () => Promise<boolean> {
  let renewAt = 0;
  return async () => {
    const now = performance.now();
    if (now < renewAt) return true;
    const isOurs = await takeLease(context.db, { name, holder, seconds: LEASE_SECONDS });
    renewAt = isOurs ? now + (LEASE_SECONDS * 1_000) / 3 : 0;
    return isOurs;
  };
}

/** The jobs that one process at a time does for all, each held by a lease. */
function startSingles(context: Context, holder: string): Loop[] {
  const single = (name: string, restMs: number, work: (turn: number) => Promise<number>): Loop => {
    const holds = leaseOf(context, name, holder);
    return startLoop(name, context, {
      restMs,
      work: async (turn) => ((await holds()) ? await work(turn) : 0),
    });
  };
  return [
    single("release", 500, () => releaseParcels(context)),
    single("wake-forgotten", 30_000, async () => (await wakeForgotten(context.db, 200)) * 0),
    single("acceptance", 2_000, () => watchAcceptance(context)),
    single("dispatch", 1_000, () => assignRiders(context)),
    single("no-rider", 2_000, () => watchRiders(context)),
    single("shortages", 2_000, () => settleShortages(context)),
    single("late-facts", 250, async () => {
      const waiting = await findWaitingFacts(context.db);
      const paid = waiting.payments ? await takePayments(context) : 0;
      const moved = waiting.contacts ? await takeContacts(context) : 0;
      return paid + moved + (waiting.others ? await takeLateFacts(context) : 0);
    }),
    single("known-since", 2_000, () => takeKnown(context)),
    // Not in the first moments: whoever starts together with us may not be up yet.
    single("look-for-lost", context.config.HUILIU_PULL_SECONDS * 1_000, async (turn) =>
      turn === 0 ? 0 : (await lookForLost(context)) * 0,
    ),
    single("tend-logs", 600_000, async () => {
      await tendLogs(context.db, context.config.HUILIU_LOG_DAYS);
      await forgetKeys(context.db, context.config.HUILIU_BODY_DAYS);
      return 0;
    }),
    single("forget-old", 300_000, () => forgetOld(context.db, context.config.HUILIU_LOG_DAYS)),
    // Not in the first minutes: after a sleep of more than a day what is wanted has to be tried first.
    single("unwanted-work", 300_000, async (turn) =>
      turn === 0 ? 0 : await closeUnwanted(context),
    ),
    single("long-transactions", LONG_MS, () => watchTransactions(context)),
  ];
}
