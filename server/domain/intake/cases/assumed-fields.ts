import { shanghaiClock } from "@/server/domain/channels";
import type { NewCase } from "@/server/domain/exceptions";
import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import type { NewOrder } from "../understood";

/**
 * What new orders did not say, and what was taken instead.
 *
 * Fields that a platform sends only after a subscription are missing from every order of the account: one case per account,
 * set of fields and Shanghai day, which names the first such order of the day and says what to do. One per order would bury
 * all other cases; one per account would be closed once and for all, and hide it when another field goes missing or the
 * subscription ends again. Where the order's own words speak against what was taken, it is about that order alone, and each
 * has a case of its own.
 */
export function assumedCases(fresh: readonly NewOrder[], dueAt: number): NewCase[] {
  const once = new Map<string, Told>();
  for (const one of fresh) {
    const { assumed } = one.order;
    if (!assumed) continue;
    const told = [
      ...(assumed.fields.length > 0 ? [fieldsCase(one, assumed.fields)] : []),
      ...(assumed.doubt === null ? [] : [doubtCase(one, assumed.doubt)]),
    ];
    for (const found of told) if (!once.has(found.subject)) once.set(found.subject, found);
  }
  const base = {
    code: "FIELDS_ASSUMED" as const,
    orderId: null,
    fulfilmentId: null,
    storeId: null,
    dueAt,
  };
  return [...once.values()].map((told) => ({ ...base, ...told }));
}

type Told = Pick<NewCase, "subject" | "accountId" | "cause" | "data" | "riskFen">;

function fieldsCase({ account, message, order }: NewOrder, fields: readonly string[]): Told {
  const at = message.receivedAt as Instant;
  const names = fields.join("、");
  return {
    subject: `account:${account.id}:${businessDayOf(at)}:${names}`,
    accountId: account.id,
    cause:
      `${account.name} 的推送缺少 ${names}，已按协议常用值接单（订单 ${order.externalNo}，${shanghaiClock(at)}，` +
      `${OWNERS[order.deliveryOwner]}），同日其他订单同样处理。请在平台订阅这些字段，或在账号设置 config 中写明默认值`,
    data: { inboxId: message.id, externalNo: order.externalNo, fields: [...fields] },
    riskFen: order.amounts.paidFen,
  };
}

function doubtCase({ account, message, order }: NewOrder, doubt: string): Told {
  return {
    subject: `source:${account.id}:${order.externalNo}`,
    accountId: account.id,
    cause: `${account.name} 订单 ${order.externalNo} 未说明谁配送，已按${OWNERS[order.deliveryOwner]}接单，但写明“${doubt}”，请核对`,
    data: { inboxId: message.id, externalNo: order.externalNo },
    riskFen: order.amounts.paidFen,
  };
}

const OWNERS = { platform: "平台配送", self: "自配送", pickup: "到店自提" } as const;
