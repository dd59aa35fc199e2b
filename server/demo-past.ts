import { createHash } from "node:crypto";
import { inTransaction } from "@/db/client";
import { appendMessages, type NewMessage } from "@/db/log/inbox";
import { writeForm } from "./adapters/channels/form";
import type { Context } from "./context";
import { demandLevel } from "./domain/demo/demand-by-hour";
import { type Rng, seededRng } from "./domain/kernel/rng";
import { type SignedOrder, signedOrderRequests } from "./world/life/signed-order";

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
  const add = (account: string, topic: string, body: string | Uint8Array) =>
    messages.push(toMessage(idOf.get(account) ?? 0, topic, body));
  for (let at = now - PAST_MS; at < now - MINUTE; at += gapMs(config.HUILIU_DEMO_RATE, at, rng)) {
    const made = source.next(Math.floor(at));
    addOrder(add, made, source);
    const doneAt = doneMs(at, now, rng);
    if (doneAt !== null) addDone(add, made, doneAt);
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

type Add = (account: string, topic: string, body: string | Uint8Array) => void;

/** Platform orders of the past were accepted in the past: nobody is asked to confirm them now. */
function addOrder(
  add: Add,
  made: SignedOrder,
  source: ReturnType<typeof signedOrderRequests>,
): void {
  if (made.channel === "meituan") {
    const body = made.body.toString("utf8").replace(/(^|&)status=2(?=&|$)/, "$1status=4");
    add(made.account, "order-paid", body);
  } else if (made.channel === "eleme") {
    const detail = source.elemeDetail(made.externalNo);
    const order = { ...(detail?.order as object), status: 5 };
    add(made.account, "detail", JSON.stringify({ ...detail, order }));
  } else add(made.account, "order", made.body);
}

function addDone(add: Add, made: SignedOrder, at: number): void {
  const seconds = String(Math.floor(at / 1000));
  if (made.channel === "meituan") {
    add(
      made.account,
      "order-completed",
      writeForm({ order_id: made.externalNo, timestamp: seconds, utime: seconds }),
    );
  } else if (made.channel === "eleme") {
    const body = JSON.stringify({
      order_id: made.externalNo,
      status: 9,
      update_time: Number(seconds),
    });
    add(
      made.account,
      "order.status.push",
      writeForm({ body, cmd: "order.status.push", timestamp: seconds }),
    );
  } else {
    const order = { channel_order_id: made.externalNo };
    const event = {
      event: "order.completed",
      event_id: `past-${made.externalNo}`,
      occurred_at: new Date(at).toISOString(),
      order,
    };
    add(made.account, "order", JSON.stringify(event));
  }
}

function toMessage(accountId: number, topic: string, body: string | Uint8Array): NewMessage {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  const sha256 = createHash("sha256").update(bytes).digest();
  return { accountId, topic, lane: null, externalNo: null, sha256, body: bytes, encoding: 0 };
}
