import { randomUUID } from "node:crypto";
import { ensureGroup } from "@/db/log/inbox";
import { beat, dropLeases, takeLease, tendLogs, wakeForgotten } from "@/db/queries/sweeps";
import type { Context } from "../context";
import { consumeOnce } from "../pipelines/consume";
import { assignRiders } from "../pipelines/dispatch/assign-riders";
import { INTAKE_GROUP, intakeBatch } from "../pipelines/intake/intake-batch";
import { fetchDetails } from "../pipelines/pull/fetch-details";
import { lookForLost } from "../pipelines/pull/look-for-lost";
import { releaseParcels } from "../pipelines/release/release-parcels";
import { settleShortages } from "../pipelines/release/settle-shortages";
import { takeLateFacts } from "../pipelines/track/take-late-facts";
import { writeBack } from "../pipelines/writeback/write-back";
import { type Loop, type Round, startLoop } from "./loop";

export type Worker = { poke: () => void; stop: () => Promise<void> };
export type WorkerOptions = { batch: number; consumers: number };

const LEASE_SECONDS = 15;
const LANES_EACH = 8;
const INTAKE_REST_MS = 50;
const FETCH_MS = 80;
const INTAKE_PACE_MS_MAX = 250;

/**
 * After a batch that was not full a consumer rests twice as long as it worked. On a quiet system that is nothing; on a
 * busy one the next batch is larger, and what a batch costs is shared by more orders.
 */
const intakePace =
  (full: number) =>
  ({ done, tookMs }: Round): number =>
    done >= full ? 0 : Math.min(INTAKE_PACE_MS_MAX, 2 * tookMs);

/**
 * The pipelines: consumers of the inbox, and the jobs that one process at a time does for all.
 */
export async function startWorker(context: Context, options: WorkerOptions): Promise<Worker> {
  const holder = randomUUID();
  const startedAt = context.clock.now();
  await ensureGroup(context.db, INTAKE_GROUP);
  const taken = { messages: 0 };
  const consumer = {
    group: INTAKE_GROUP,
    batch: options.batch,
    lanes: LANES_EACH,
    handle: (tx: Parameters<typeof intakeBatch>[1], messages: Parameters<typeof intakeBatch>[2]) =>
      intakeBatch(context, tx, messages),
  };
  const consumers = Array.from({ length: options.consumers }, (_, i) =>
    startLoop(
      `intake-${i}`,
      context.log,
      INTAKE_REST_MS,
      async (turn) => {
        const n = await consumeOnce(context, consumer, turn + i);
        taken.messages += n;
        return n;
      },
      intakePace(options.batch),
    ),
  );
  const single = (name: string, restMs: number, work: () => Promise<number>): Loop =>
    startLoop(name, context.log, restMs, async () =>
      (await takeLease(context.db, name, holder, LEASE_SECONDS)) ? await work() : 0,
    );
  const jobs = [
    // Not woken by every message: what comes in a twelfth of a second is fetched together.
    startLoop(
      "fetch",
      context.log,
      FETCH_MS,
      () => fetchDetails(context),
      () => FETCH_MS,
    ),
    startLoop("write-back", context.log, 200, () => writeBack(context)),
    single("release", 500, () => releaseParcels(context)),
    single("wake-forgotten", 30_000, async () => (await wakeForgotten(context.db, 200)) * 0),
    single("dispatch", 1_000, () => assignRiders(context)),
    single("shortages", 2_000, () => settleShortages(context)),
    single("late-facts", 250, () => takeLateFacts(context)),
    single(
      "look-for-lost",
      context.config.HUILIU_PULL_SECONDS * 1_000,
      async () => (await lookForLost(context)) * 0,
    ),
    single("tend-logs", 600_000, async () => {
      await tendLogs(context.db, context.config.HUILIU_LOG_DAYS);
      return 0;
    }),
    startLoop("beat", context.log, 2_000, async () => {
      await beat(context.db, "worker", holder, startedAt, { ...taken, pid: process.pid });
      return 0;
    }),
  ];
  return {
    poke: () => {
      for (const loop of consumers) loop.poke();
    },
    stop: async () => {
      // Consumers finish the batch in hand; then the jobs; then others may take over.
      await Promise.all([...consumers, ...jobs].map((loop) => loop.stop()));
      await dropLeases(context.db, holder).catch(() => undefined);
    },
  };
}
