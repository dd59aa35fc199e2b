import { createHash } from "node:crypto";
import { inTransaction } from "@/db/client";
import { appendMessages, ensureGroup, LANES, type NewMessage } from "@/db/log/inbox";
import type { Context } from "./context";
import { demandLevel } from "./domain/demo/demand-by-hour";
import { groupBy } from "./domain/kernel/group";
import type { Instant } from "./domain/kernel/instant";
import { type Rng, seededRng } from "./domain/kernel/rng";
import { consumeOnce } from "./pipelines/consume";
import { INTAKE_GROUP, intakeBatch } from "./pipelines/intake/intake-batch";
import { releaseParcels } from "./pipelines/release/release-parcels";
import { signedOrderRequests } from "./world/life/signed-order";
import { platformOn } from "./world/platform/platforms";
import type { PastMessage } from "./world/platform/world-platform";

const MINUTE = 60_000;
/** A demo begun at noon has had a morning of so long. */
export const PAST_MS = 150 * MINUTE;
/** So much of it is lived at a time: less than any order takes to be delivered. */
const STEP_MS = 2 * MINUTE;
const BATCH = 400;
const LATE_BPS = 350;

/** A message and when it came. */
type Past = { at: number; message: NewMessage };

/**
 * The hours before the demo was first started, as real messages in the log: orders as the channels word them and the news
 * that they were completed. They are taken in like any others, a few at a time with a clock that shows when they came, so
 * that every figure on the wall is counted from rows and every history tells what came first as what came first.
 *
 * @returns messages taken in
 */
export async function livePast(context: Context): Promise<number> {
  const now = context.clock.now();
  const messages = await tellPast(context, now);
  await ensureGroup(context.db, INTAKE_GROUP);
  const steps = groupBy(messages, ({ at }) => Math.floor((now - at) / STEP_MS));
  for (const [back, told] of [...steps].sort(([a], [b]) => b - a)) {
    const end = (now - back * STEP_MS) as Instant;
    told.sort((a, b) => a.at - b.at);
    await liveStep({ ...context, clock: { now: () => end } }, told);
  }
  return messages.length;
}

async function liveStep(context: Context, told: readonly Past[]): Promise<void> {
  const sealed = await context.bodies.seal(told.map(({ message }) => message));
  await inTransaction(context.db, (tx) => appendMessages(tx, sealed));
  const consumer = {
    group: INTAKE_GROUP,
    batch: BATCH,
    lanes: LANES,
    handle: (tx: Parameters<typeof intakeBatch>[1], messages: Parameters<typeof intakeBatch>[2]) =>
      intakeBatch(context, tx, messages),
  };
  while ((await consumeOnce(context, consumer, 0)) === BATCH);
  await releaseParcels(context);
}

/** What the channels said in these hours. */
async function tellPast(context: Context, now: number): Promise<Past[]> {
  const { config, secrets } = context;
  const catalog = await context.catalog.refresh();
  const idOf = new Map([...catalog.accounts.values()].map((a) => [a.code, a.id]));
  const source = signedOrderRequests(config.HUILIU_SEED + 1, config.callbackBase, secrets.accounts);
  const rng = seededRng(config.HUILIU_SEED).fork("past");
  const out: Past[] = [];
  const add = (account: string, at: number, { topic, body }: PastMessage) =>
    out.push({ at, message: toMessage(idOf.get(account) ?? 0, topic, body) });
  for (let at = now - PAST_MS; at < now - MINUTE; at += gapMs(config.HUILIU_DEMO_RATE, at, rng)) {
    const made = source.next(Math.floor(at));
    const { past } = platformOn(made.channel);
    add(made.account, at, past.accepted(made.body, source.detailOf(made.externalNo)));
    const doneAt = doneMs(at, now, rng);
    if (doneAt !== null) add(made.account, doneAt, past.completed(made.externalNo, doneAt));
  }
  return out;
}

function gapMs(ratePerMinute: number, at: number, rng: Rng): number {
  return (-Math.log(1 - rng.unit()) * MINUTE) / (ratePerMinute * demandLevel(at));
}

/** Delivered after a quarter of an hour to half an hour, a few too late; what was ordered just now is still open. */
function doneMs(at: number, now: number, rng: Rng): number | null {
  if (at > now - 3 * MINUTE) return null;
  const minutes = rng.chance(LATE_BPS) ? 42 + rng.int(15) : 15 + rng.int(16);
  return Math.min(at + minutes * MINUTE, now - rng.int(60) * 1000);
}

function toMessage(accountId: number, topic: string, body: string | Uint8Array): NewMessage {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  const sha256 = createHash("sha256").update(bytes).digest();
  return { accountId, topic, lane: null, externalNo: null, sha256, body: bytes, encoding: 0 };
}
