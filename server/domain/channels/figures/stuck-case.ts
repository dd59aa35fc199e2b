import { draftCase, type NewCase } from "../../exceptions";
import type { Instant } from "../../kernel/instant";
import type { Settled } from "./types";

const LOOK_MINUTES = 5;

/** The case of articles that a channel refuses again and again: one a shop and kind, whatever their number. */
export function stuckCase(
  { accountId, storeId, kind }: Settled,
  { account, count, fault }: { account: string; count: number; fault: string },
  now: Instant,
): NewCase {
  const what = kind === "stock" ? "库存" : "价格";
  return draftCase({
    code: "SYNC_STUCK",
    subject: `sync:${accountId}:${storeId}:${kind}`,
    accountId,
    storeId,
    cause: `${account} 不接收 ${count} 个商品的${what}：${fault}`,
    data: { kind, count, fault },
    dueAt: now + LOOK_MINUTES * 60_000,
  });
}
