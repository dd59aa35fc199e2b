import { createHash } from "node:crypto";
import { inTransaction } from "@/db/client";
import { type DeadLetterBody, lockDeadLetters, settleDeadLetters } from "@/db/log/dead-letters";
import { appendMessages, type NewMessage } from "@/db/log/inbox";
import { unpackBody } from "@/db/log/packed-body";
import { insertAudit } from "@/db/queries/people/people";
import type { Deps } from "../deps";

type Rerun = { ids: number[]; by: string; bodies?: Record<number, string> };

/**
 * Send dead letters again, as they came or as a person mended them. The letter stays on record; the new try is a message
 * of its own, so that it may fail again and be seen again.
 *
 * @param input.bodies mended text by letter id
 * @returns letters sent
 */
export async function rerunDeadLetters(deps: Deps, input: Rerun): Promise<{ sent: number }> {
  return await inTransaction(deps.db, async (tx) => {
    const open = (await lockDeadLetters(tx, input.ids)).filter((l) => l.state === "open");
    const letters = (await deps.bodies.open(open)).filter(
      (l) => l.encoding >= 0 || input.bodies?.[l.id] !== undefined,
    );
    const again = letters.map((letter) => toMessage(letter, input.bodies?.[letter.id]));
    await appendMessages(tx, await deps.bodies.seal(again));
    await settleDeadLetters(
      tx,
      letters.map((l) => l.id),
      { state: "rerun", by: input.by },
    );
    for (const letter of letters) {
      const isMended = input.bodies?.[letter.id] !== undefined;
      await insertAudit(tx, {
        userId: input.by,
        action: "dead-letter.rerun",
        subject: `dead-letter:${letter.id}`,
        reason: null,
        detail: { isMended },
      });
    }
    return { sent: letters.length };
  });
}

/** As it came, or as somebody mended it. */
function toMessage(letter: DeadLetterBody, mended: string | undefined): NewMessage {
  const body = mended === undefined ? unpackBody(letter) : Buffer.from(mended, "utf8");
  const { accountId, topic, lane } = letter;
  const sha256 = createHash("sha256").update(body).digest();
  return { accountId, topic, lane, externalNo: null, sha256, body, encoding: 0 };
}
