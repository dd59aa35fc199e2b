import { inTransaction, type Tx } from "@/db/client";
import { buryMessages } from "@/db/log/dead-letters";
import {
  LANES,
  type LogMessage,
  lockLanes,
  movePositions,
  type Position,
  takeNext,
} from "@/db/log/inbox";
import { isPassing } from "@/db/passing-errors";
import type { Deps } from "./deps";

export type Handler = (tx: Tx, messages: LogMessage[]) => Promise<void>;
export type Consumer = { group: string; batch: number; lanes: number; handle: Handler };

/**
 * One round of a consumer: own some lanes, take what is next, write its effects and the new positions in one commit.
 *
 * A batch that fails is halved until the bad message stands alone; it goes to the dead letters and the log goes on.
 *
 * @returns messages taken; 0 when there was nothing to do
 * @throws the database's own error when it is away, for the caller to wait and come again
 */
export async function consumeOnce(deps: Deps, consumer: Consumer, turn: number): Promise<number> {
  let batch: LogMessage[] = [];
  try {
    return await inTransaction(deps.db, async (tx) => {
      const first = (turn * consumer.lanes) % LANES;
      batch = await takeNext(tx, consumer.group, consumer.lanes, first, consumer.batch);
      if (batch.length === 0) return 0;
      await consumer.handle(tx, batch);
      await movePositions(tx, consumer.group, batch);
      return batch.length;
    });
  } catch (error) {
    if (batch.length === 0 || isPassing(error)) throw error;
    deps.log.warn({ error, size: batch.length }, "batch failed, halving");
    await isolate(deps, consumer, batch);
    return batch.length;
  }
}

/** Work through a failed batch in halves, oldest first, so that the order in each lane stays. */
async function isolate(deps: Deps, consumer: Consumer, messages: LogMessage[]): Promise<void> {
  try {
    const moved = await inTransaction(deps.db, async (tx) => {
      if (!(await stillOurs(tx, consumer, messages))) return false;
      await consumer.handle(tx, messages);
      await movePositions(tx, consumer.group, messages);
      return true;
    });
    if (!moved) return;
  } catch (error) {
    if (isPassing(error)) throw error;
    if (messages.length > 1) {
      const middle = messages.length >> 1;
      await isolate(deps, consumer, messages.slice(0, middle));
      await isolate(deps, consumer, messages.slice(middle));
      return;
    }
    await bury(deps, consumer, messages, error);
  }
}

async function bury(
  deps: Deps,
  consumer: Consumer,
  messages: LogMessage[],
  error: unknown,
): Promise<void> {
  const cause = error instanceof Error ? error.message : String(error);
  deps.log.error({ cause, inboxId: messages[0]?.id }, "message put aside");
  await inTransaction(deps.db, async (tx) => {
    if (!(await stillOurs(tx, consumer, messages))) return;
    await buryMessages(
      tx,
      consumer.group,
      messages.map((message) => ({ message, code: "FAILED", cause })),
    );
    await movePositions(tx, consumer.group, messages);
  });
}

/** Between two tries another consumer may have taken these lanes: then the messages are done or its business. */
async function stillOurs(tx: Tx, consumer: Consumer, messages: LogMessage[]): Promise<boolean> {
  const held = new Map((await lockLanes(tx, consumer.group, LANES, 0)).map((p) => [p.lane, p]));
  return messages.every((m) => isAhead(m, held.get(m.lane)));
}

function isAhead(message: LogMessage, position: Position | undefined): boolean {
  if (!position) return false;
  const [mine, there] = [BigInt(message.xid), BigInt(position.xid)];
  return mine > there || (mine === there && message.id > position.id);
}
