import { inTransaction, type Tx } from "@/db/client";
import { buryMessages } from "@/db/log/dead-letters";
import {
  type Batch,
  LANES,
  type LaneTurn,
  type LogMessage,
  movePositions,
  type Outcome,
  takeNext,
} from "@/db/log/inbox";
import { isPassing } from "@/db/passing-errors";
import { causeOf, handleApart } from "./apart";
import type { Deps } from "./deps";

/** Writes the effects of messages. @returns those that were put aside or told nothing new */
type Handler = (tx: Tx, messages: LogMessage[]) => Promise<Outcome>;
export type Consumer = {
  group: string;
  batch: number;
  lanes: number;
  handle: Handler;
  /** Whether a message may be taken now. Its lane waits behind one that may not; other lanes go on. */
  isReady?: (message: LogMessage) => boolean;
};

/** So many messages are taken apart in one transaction: each may fail, and others wait for its locks meanwhile. */
const APART_MAX = 128;

/**
 * One round of a consumer: own some lanes, take what is next, write its effects and the new positions in one commit.
 *
 * A batch that fails is taken again, a smaller one, and halved until the bad message stands alone; it goes to the dead
 * letters, the others are taken together, and the log goes on. The lanes stay owned from the first half to the last.
 *
 * @returns messages taken; 0 when there was nothing to do
 * @throws the database's own error when it is away or does not fit, for the caller to wait and come again
 */
export async function consumeOnce(deps: Deps, consumer: Consumer, turn: number): Promise<number> {
  const first = (turn * consumer.lanes) % LANES;
  let size = 0;
  try {
    return await inTransaction(deps.db, async (tx) => {
      const batch = await takeReady(tx, consumer, { first, limit: consumer.batch });
      size = batch.messages.length;
      if (size === 0) return 0;
      const outcome = await consumer.handle(tx, await deps.bodies.open(batch.messages));
      await movePositions(tx, consumer.group, { ...batch, ...outcome });
      return size;
    });
  } catch (error) {
    if (size === 0 || isPassing(error)) throw error;
    deps.log.warn({ error, size }, "batch failed, halving");
    return await consumeApart(deps, consumer, first);
  }
}

/** What is next and may be taken: of each lane what comes before the first message that may not. */
async function takeReady(
  tx: Tx,
  consumer: Consumer,
  turn: Omit<LaneTurn, "lanes">,
): Promise<Batch> {
  const { group, lanes, isReady } = consumer;
  const batch = await takeNext(tx, group, { ...turn, lanes });
  if (!isReady) return batch;
  const stopped = new Set<number>();
  const messages = batch.messages.filter((message) => {
    if (!stopped.has(message.lane) && !isReady(message)) stopped.add(message.lane);
    return !stopped.has(message.lane);
  });
  // Those that wait must not take the place of all others.
  if (messages.length === 0 && stopped.size > 0) {
    const except = [...(turn.except ?? []), ...stopped];
    return await takeReady(tx, consumer, { ...turn, except });
  }
  const taken = new Set(messages.map((m) => m.lane));
  return { messages, from: batch.from.filter((position) => taken.has(position.lane)) };
}

/** What is next, whoever failed at it before: between two transactions another consumer may have taken some of it. */
async function consumeApart(deps: Deps, consumer: Consumer, first: number): Promise<number> {
  const limit = Math.min(consumer.batch, APART_MAX);
  return await inTransaction(deps.db, async (tx) => {
    const batch = await takeReady(tx, consumer, { first, limit });
    if (batch.messages.length === 0) return 0;
    const aside = new Set<number>();
    const outcomes = await handleApart(tx, await deps.bodies.open(batch.messages), {
      handle: consumer.handle,
      setAside: async (inner, message, error) => {
        const cause = causeOf(error);
        deps.log.error({ cause, inboxId: message.id }, "message put aside");
        await buryMessages(inner, consumer.group, [{ message, code: "FAILED", cause }]);
        aside.add(message.id);
      },
    });
    const buried = new Set([...aside, ...outcomes.flatMap((o) => [...o.buried])]);
    const repeated = new Set(outcomes.flatMap((o) => [...o.repeated]));
    await movePositions(tx, consumer.group, { ...batch, buried, repeated });
    return batch.messages.length;
  });
}
