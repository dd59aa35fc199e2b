import type { Tx } from "@/db/client";
import { openCases } from "@/db/queries/orders/events";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";
import type { FromMessage, Understood } from "./messages/decode-batch";
import { assumedCases } from "./raise-assumed";
import { clockCases } from "./raise-clocks";
import type { Sorted } from "./sort-orders";

/**
 * Unknown kinds of event, devices that speak for others, bad rows of files, one number with two contents, clocks that are
 * wrong, fields nobody told: kept, and raised to people.
 */
export async function raiseOddities(
  deps: Deps,
  tx: Tx,
  said: Understood,
  { fresh, conflicts }: Pick<Sorted, "fresh" | "conflicts">,
  strange: readonly FromMessage[],
): Promise<void> {
  const dueAt = deps.clock.now() + 30 * 60_000;
  const base = { orderId: null, fulfilmentId: null, storeId: null, riskFen: 0, dueAt };
  const cases = [
    ...said.unknown.map(({ account, message, what, order }) => ({
      ...base,
      code: "UNKNOWN_EVENT" as const,
      // About an order each stands alone: an open one must not hide the next.
      subject: `account:${account.id}:${what}${order ? `:${order.externalNo}:${message.id}` : ""}`,
      accountId: account.id,
      cause: order
        ? `${account.name} 订单 ${order.externalNo} 的 ${what} 无法理解（${order.fields}），请到平台核对，原文已保存`
        : `${account.name} 发来未知事件 ${what}，原文已保存`,
      data: { inboxId: message.id, ...(order && { externalNo: order.externalNo }) },
    })),
    ...said.badRows.map((b) => ({
      ...base,
      code: "INGEST_FAILED" as const,
      subject: `file:${b.message.id}:${b.row}`,
      accountId: b.account.id,
      cause: `${b.message.topic === "file" ? `文件第 ${b.row} 行` : `批次第 ${b.row} 笔`}未导入：${b.reason}`,
      data: { inboxId: b.message.id, row: b.row },
    })),
    ...strange.map(({ account, message }) => ({
      ...base,
      code: "NOT_YOURS" as const,
      subject: `account:${account.id}`,
      accountId: account.id,
      cause: `${account.name} 上报了不属于它的包裹或任务，未生效`,
      data: { inboxId: message.id },
    })),
    ...conflicts.map((c) => ({
      ...base,
      code: "CONTENT_CONFLICT" as const,
      subject: `source:${c.account.id}:${c.order.externalNo}`,
      accountId: c.account.id,
      cause: `${c.account.name} ${c.order.externalNo} 重复推送但内容不同，以首次为准`,
      data: { inboxId: c.message.id },
      riskFen: c.order.amounts.paidFen,
    })),
    ...assumedCases(fresh, dueAt),
    ...(await clockCases(tx, said.strays, dueAt)),
  ];
  const ids = await deps.ids.take(cases.length);
  await openCases(
    tx,
    cases.map((c, i) => ({ ...c, id: present(ids[i], "case id") })),
  );
}
