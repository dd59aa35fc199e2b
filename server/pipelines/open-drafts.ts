import type { Tx } from "@/db/client";
import type { IdSource } from "@/db/ids";
import { type CaseInsert, openCases } from "@/db/queries/orders/events";
import type { CaseDraft } from "@/server/domain/exceptions";
import { present } from "@/server/domain/kernel/assert";

/** Cases with their numbers. Taken before a transaction where it holds locks that others wait for. */
export async function numberCases(
  ids: IdSource,
  drafts: readonly CaseDraft[],
): Promise<CaseInsert[]> {
  const taken = await ids.take(drafts.length);
  return drafts.map((draft, i) => ({ ...draft, id: present(taken[i], "case id") }));
}

/** Open what a rule found. */
export async function openDrafts(
  ids: IdSource,
  tx: Tx,
  drafts: readonly CaseDraft[],
): Promise<void> {
  await openCases(tx, await numberCases(ids, drafts));
}
