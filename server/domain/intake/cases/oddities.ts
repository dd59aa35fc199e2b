import type { NewCase } from "@/server/domain/exceptions";
import type { Owners } from "../own-steps";
import type { FromMessage, NewOrder, Understood } from "../understood";
import { assumedCases } from "./assumed-fields";
import { clockCases } from "./clock-cases";

/** What of a batch is odd, beside what it says itself. */
export type Oddities = {
  said: Understood;
  /** Orders told for the first time. */
  fresh: readonly NewOrder[];
  /** Orders told again with other goods or other money. */
  conflicts: readonly NewOrder[];
  /** Steps that were not their device's to tell. */
  strange: readonly FromMessage[];
  owners: Owners;
};

const DUE_MS = 30 * 60_000;

/**
 * Unknown kinds of event, devices that speak for others, bad rows of files, one number with two contents, clocks that are
 * wrong, fields nobody told: each as a case for people.
 */
export function oddityCases(odd: Oddities, now: number): NewCase[] {
  const dueAt = now + DUE_MS;
  const base = { orderId: null, fulfilmentId: null, storeId: null, riskFen: 0, dueAt };
  return [
    ...odd.said.unknown.map((one) => ({ ...base, ...unknownEvent(one) })),
    ...odd.said.badRows.map((one) => ({ ...base, ...badRow(one) })),
    ...odd.strange.map((one) => ({ ...base, ...notYours(one) })),
    ...odd.conflicts.map((one) => ({ ...base, ...conflict(one) })),
    ...assumedCases(odd.fresh, dueAt),
    ...clockCases(odd.said.strays, odd.owners, dueAt),
  ];
}

type About = Pick<NewCase, "code" | "subject" | "accountId" | "cause" | "data">;

function unknownEvent({ account, message, what, order }: Understood["unknown"][number]): About {
  return {
    code: "UNKNOWN_EVENT",
    // About an order each stands alone: an open one must not hide the next.
    subject: `account:${account.id}:${what}${order ? `:${order.externalNo}:${message.id}` : ""}`,
    accountId: account.id,
    cause: order
      ? `${account.name} 订单 ${order.externalNo} 的 ${what} 无法理解（${order.fields}），请到平台核对，原文已保存`
      : `${account.name} 发来未知事件 ${what}，原文已保存`,
    data: { inboxId: message.id, ...(order && { externalNo: order.externalNo }) },
  };
}

function badRow({ account, message, row, reason }: Understood["badRows"][number]): About {
  const where = message.topic === "file" ? `文件第 ${row} 行` : `批次第 ${row} 笔`;
  return {
    code: "INGEST_FAILED",
    subject: `file:${message.id}:${row}`,
    accountId: account.id,
    cause: `${where}未导入：${reason}`,
    data: { inboxId: message.id, row },
  };
}

function notYours({ account, message }: FromMessage): About {
  return {
    code: "NOT_YOURS",
    subject: `account:${account.id}`,
    accountId: account.id,
    cause: `${account.name} 上报了不属于它的包裹或任务，未生效`,
    data: { inboxId: message.id },
  };
}

function conflict({ account, message, order }: NewOrder): About & { riskFen: number } {
  return {
    code: "CONTENT_CONFLICT",
    subject: `source:${account.id}:${order.externalNo}`,
    accountId: account.id,
    cause: `${account.name} ${order.externalNo} 重复推送但内容不同，以首次为准`,
    data: { inboxId: message.id },
    riskFen: order.amounts.paidFen,
  };
}
