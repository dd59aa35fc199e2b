import type { IdSource } from "@/db/ids";
import type { CaseInsert } from "@/db/queries/orders/events";
import type { NewCase } from "@/server/domain/exceptions";
import { present } from "@/server/domain/kernel/assert";

/** Cases with their numbers. Taken before a transaction where it holds locks that others wait for. */
export async function numberCases(
  ids: IdSource,
  drafts: readonly NewCase[],
): Promise<CaseInsert[]> {
  const taken = await ids.take(drafts.length);
  return drafts.map((draft, i) => ({ ...draft, id: present(taken[i], "case id") }));
}
