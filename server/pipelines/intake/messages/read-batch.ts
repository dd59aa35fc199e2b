import type { Failure } from "@/db/log/dead-letters";
import type { LogMessage } from "@/db/log/inbox";
import { unpackBody } from "@/db/log/packed-body";
import type { Account } from "@/server/domain/channels";
import { emptyUnderstood, sortIn, type Understood } from "@/server/domain/intake";
import { refuse } from "@/server/domain/kernel/result";
import { BROKEN, FORGOTTEN } from "@/server/pipelines/bodies";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import type { ChannelAdapter } from "@/server/ports/channel";
import type { LargeMessages, Said } from "./large-messages";
import { storable } from "./storable-body";

/** What a batch says, and what of it nobody can read. */
type Read = { said: Understood<LogMessage>; failures: Failure[] };

/**
 * Everything a batch of messages says, in arrival order. What cannot be understood stands alone with its cause.
 *
 * @param large knows what large messages say, where somebody read them beside
 */
export function readBatch(
  deps: Pick<Deps, "adapterOf">,
  messages: readonly LogMessage[],
  { catalog, large }: { catalog: Catalog; large: LargeMessages | null },
): Read {
  const read: Read = { said: emptyUnderstood(), failures: [] };
  for (const message of messages) {
    const account = catalog.accounts.get(message.accountId);
    const adapter = account && deps.adapterOf(account.protocol);
    if (!account || !adapter) {
      const cause = `渠道账号 ${message.accountId} 不存在`;
      read.failures.push({ message, code: "UNKNOWN_ACCOUNT", cause });
      continue;
    }
    const told = large?.saidBy(message) ?? decodeHere(adapter, account, message);
    if (!told.ok) read.failures.push({ message, ...told.error });
    else for (const item of told.value) sortIn(read.said, { message, account }, item);
  }
  return read;
}

function decodeHere(adapter: ChannelAdapter, account: Account, message: LogMessage): Said {
  const { encoding, topic } = message;
  if (encoding === FORGOTTEN) return refuse({ code: "FAILED", cause: "原文已按期限销毁" });
  if (encoding === BROKEN) return refuse({ code: "FAILED", cause: "原文被改动，无法解封" });
  const body = unpackBody(message);
  return storable(adapter.decode(topic, body, account), body);
}
