import { createHash } from "node:crypto";
import { inTransaction } from "@/db/client";
import { lockDeadLetters, settleDeadLetters } from "@/db/log/dead-letters";
import { appendMessages } from "@/db/log/inbox";
import { unpackBody } from "@/db/log/packed-body";
import { insertAudit } from "@/db/queries/people";
import type { Deps } from "../deps";

export type Rerun = { ids: number[]; by: string; bodies?: Record<number, string> };

/**
 * Send dead letters again, as they came or as a person mended them. The letter stays on record; the new try is a message
 * of its own, so that it may fail again and be seen again.
 *
 * @param input.bodies mended text by letter id
 * @returns letters sent
 */
export async function rerunDeadLetters(deps: Deps, input: Rerun): Promise<{ sent: number }> {
  return await inTransaction(deps.db, async (tx) => {
    const letters = (await lockDeadLetters(tx, input.ids)).filter((l) => l.state === "open");
    await appendMessages(
      tx,
      letters.map((letter) => {
        const mended = input.bodies?.[letter.id];
        const body = mended === undefined ? unpackBody(letter) : Buffer.from(mended, "utf8");
        const sha256 = createHash("sha256").update(body).digest();
        return {
          accountId: letter.accountId,
          topic: letter.topic,
          lane: letter.lane,
          externalNo: null,
          sha256,
          body,
          encoding: 0,
        };
      }),
    );
    await settleDeadLetters(
      tx,
      letters.map((l) => l.id),
      "rerun",
      input.by,
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
