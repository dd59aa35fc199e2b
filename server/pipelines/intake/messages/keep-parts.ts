import { createHash } from "node:crypto";
import type { Tx } from "@/db/client";
import { appendMessages, laneOfStore } from "@/db/log/inbox";
import { packBody } from "@/db/log/packed-body";
import type { Understood } from "@/server/domain/intake";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import { ROWS_BYTES_MAX } from "./large-messages";

const AT_ONCE = 250;

/** One order is seldom more, and is stored as it is: what is packed would be read on the thread for files, one by one. */
const asPart = (body: Buffer) =>
  body.length < ROWS_BYTES_MAX / 2 ? { body, encoding: 0 } : packBody(body);

/**
 * The orders of a large file go into the log again, each as a message of its own shop's lane, in the transaction that
 * takes the file: batches stay as small as they are, and other lanes' orders come in between.
 */
export async function keepParts(
  deps: Deps,
  tx: Tx,
  { catalog, parts }: { catalog: Catalog; parts: Understood["parts"] },
): Promise<void> {
  for (let at = 0; at < parts.length; at += AT_ONCE) {
    const messages = parts.slice(at, at + AT_ONCE).map(({ account, message, part }) => {
      const storeId = catalog.storeOf(account.id, part.storeKey);
      const body = Buffer.from(part.body, "utf8");
      return {
        accountId: account.id,
        topic: message.topic,
        lane: storeId === null ? null : laneOfStore(storeId),
        externalNo: part.externalNo,
        sha256: createHash("sha256").update(body).digest(),
        ...asPart(body),
      };
    });
    await appendMessages(tx, await deps.bodies.seal(messages));
  }
}
