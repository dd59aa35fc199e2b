import { createHash } from "node:crypto";
import { inTransaction } from "@/db/client";
import { appendMessages, type NewMessage } from "@/db/log/inbox";
import type { Context } from "./context";
import { demandLevel } from "./domain/demo/demand-by-hour";
import { type Rng, seededRng } from "./domain/kernel/rng";
import { signedOrderRequests } from "./world/life/signed-order";
import { platformOn } from "./world/platform/platforms";
import type { PastMessage } from "./world/platform/world-platform";

const MINUTE = 60_000;
/** A demo begun at noon has had a morning of so long. */
export const PAST_MS = 150 * MINUTE;
const CHUNK = 400;
const LATE_BPS = 350;

/**
 * The hours before the demo was first started, as real messages in the log: orders as the channels word them and the news
 * that they were completed. The engine takes them in like any others, so every figure on the wall is counted from rows.
 *
 * @returns messages appended
 */
export async function appendPast(context: Context): Promise<number> {
  const { config, secrets } = context;
  const catalog = await context.catalog.refresh();
  const idOf = new Map([...catalog.accounts.values()].map((a) => [a.code, a.id]));
  const source = signedOrderRequests(config.HUILIU_SEED + 1, config.callbackBase, secrets.accounts);
  const rng = seededRng(config.HUILIU_SEED).fork("past");
  const now = context.clock.now();
  const messages: NewMessage[] = [];
  const add = (account: string, { topic, body }: PastMessage) =>
    messages.push(toMessage(idOf.get(account) ?? 0, topic, body));
  for (let at = now - PAST_MS; at < now - MINUTE; at += gapMs(config.HUILIU_DEMO_RATE, at, rng)) {
    const made = source.next(Math.floor(at));
    const { past } = platformOn(made.channel);
    add(made.account, past.accepted(made.body, source.detailOf(made.externalNo)));
    const doneAt = doneMs(at, now, rng);
    if (doneAt !== null) add(made.account, past.completed(made.externalNo, doneAt));
  }
  for (let i = 0; i < messages.length; i += CHUNK) {
    const sealed = await context.bodies.seal(messages.slice(i, i + CHUNK));
    await inTransaction(context.db, (tx) => appendMessages(tx, sealed));
  }
  return messages.length;
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
