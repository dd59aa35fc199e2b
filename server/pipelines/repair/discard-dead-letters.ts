import { inTransaction } from "@/db/client";
import { lockDeadLetters, settleDeadLetters } from "@/db/log/dead-letters";
import { insertAudit } from "@/db/queries/people/people";
import type { Deps } from "../deps";

/** Give letters up; they stay on record. @returns letters given up */
export async function discardDeadLetters(
  deps: Deps,
  input: { ids: number[]; by: string; reason: string },
): Promise<{ discarded: number }> {
  return await inTransaction(deps.db, async (tx) => {
    const letters = (await lockDeadLetters(tx, input.ids)).filter((l) => l.state === "open");
    await settleDeadLetters(
      tx,
      letters.map((l) => l.id),
      { state: "discarded", by: input.by },
    );
    for (const letter of letters) {
      await insertAudit(tx, {
        userId: input.by,
        action: "dead-letter.discard",
        subject: `dead-letter:${letter.id}`,
        reason: input.reason,
        detail: {},
      });
    }
    return { discarded: letters.length };
  });
}
