import type { LogMessage } from "@/db/log/inbox";
import { isPassing } from "@/db/passing-errors";
import type { Decoded } from "@/server/domain/channels";
import type { Result } from "@/server/domain/kernel/result";
import { causeOf } from "@/server/pipelines/apart";
import { isUnpacked } from "@/server/pipelines/bodies";
import type { Deps } from "@/server/pipelines/deps";
import type { ReadRefusal } from "@/server/ports/reader";

export type Said = Result<Decoded[], ReadRefusal>;
export type LargeMessages = {
  /** Whether a message may be taken now. One that is large is read first, beside everything else; `onRead` tells when. */
  isReady: (message: LogMessage) => boolean;
  /** What a large message says, once it is read. */
  saidBy: (message: LogMessage) => Said | null;
};

/** As it is stored. What is less is one order or a page of shelves, whatever it unpacks to: its address takes no more. */
const STORED_BYTES_MAX = 48 * 1024;
/** So much of a file is read at once with everything else, if it is stored as it came. */
export const ROWS_BYTES_MAX = 16 * 1024;
/** Kept until others come: a batch that fails is taken again. */
const KEPT_MAX = 6;

/** Large messages of this process's lanes, read outside any transaction: nobody waits for locks or for the log's horizon. */
export function largeMessages(deps: Deps, onRead: () => void): LargeMessages {
  const reading = new Set<number>();
  const read = new Map<number, Said>();
  const begin = async (message: LogMessage): Promise<void> => {
    reading.add(message.id);
    try {
      const said = await readBeside(deps, message);
      if (said) {
        read.set(message.id, said);
        for (const id of [...read.keys()].slice(0, -KEPT_MAX)) read.delete(id);
      }
    } catch (error) {
      deps.log.warn({ error, inboxId: message.id }, "large message not read");
      // What will not pass by itself is put aside as it is; its lane goes on.
      if (!isPassing(error))
        read.set(message.id, { ok: false, error: { code: "FAILED", cause: causeOf(error) } });
    } finally {
      reading.delete(message.id);
      onRead();
    }
  };
  return {
    isReady: (message) => {
      if (read.has(message.id)) return true;
      if (reading.has(message.id)) return false;
      if (isSmall(message)) return true;
      void begin(message);
      return false;
    },
    saidBy: (message) => read.get(message.id) ?? null,
  };
}

/** Rows are dearer to read than anything else, and a file of commas packs to nothing: a packed file is never small. */
const isSmall = (message: LogMessage): boolean =>
  message.topic === "file"
    ? isUnpacked(message) && message.body.length <= ROWS_BYTES_MAX
    : message.body.length <= STORED_BYTES_MAX;

/** @returns null when the thread has too much to do: it is asked again */
async function readBeside(deps: Deps, message: LogMessage): Promise<Said | null> {
  const [opened = message] = await deps.bodies.open([message]);
  if (opened.encoding < 0) return { ok: false, error: { code: "FAILED", cause: "原文无法解封" } };
  const { accountId, topic, body, encoding } = opened;
  const account = (await deps.catalog.get()).accounts.get(accountId);
  if (!account || !deps.adapterOf(account.protocol))
    return { ok: false, error: { code: "FAILED", cause: `渠道账号 ${accountId} 不存在` } };
  const said = await deps.reader.message({ kind: "message", account, topic, body, encoding });
  return !said.ok && said.error.code === "BUSY" ? null : said;
}
