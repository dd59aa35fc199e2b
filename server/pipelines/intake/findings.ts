import type { CaseInsert } from "@/db/queries/orders/events";
import type { CaseCode } from "@/server/domain/exceptions";
import type { Granted } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Draft } from "./draft-order";

export type Finding = Omit<CaseInsert, "id">;

/** What is wrong with a new order, each as a case in the transaction that makes the order visible. */
export function findingsOf(
  draft: Draft,
  grants: readonly Granted[],
  skuName: (id: number) => string,
  now: number,
): Finding[] {
  const { row } = draft;
  const base = {
    orderId: row.id,
    fulfilmentId: null,
    accountId: row.accountId,
    storeId: row.storeId,
    riskFen: row.paidFen,
  };
  const found: Finding[] = [];
  const add = (
    code: CaseCode,
    subject: string,
    cause: string,
    minutes: number,
    data: Record<string, unknown> = {},
  ) => found.push({ ...base, code, subject, cause, data, dueAt: now + minutes * 60_000 });
  if (row.storeId === null) {
    add("STORE_UNMATCHED", `order:${row.id}`, `门店编码 ${row.externalStore} 未映射到我方门店`, 5, {
      externalCode: row.externalStore,
    });
  }
  for (const line of draft.lines.filter((l) => l.skuId === null)) {
    const cause = `商品 ${line.externalName || "（无名称）"}（编码 ${line.externalSku}）未匹配`;
    add("SKU_UNMATCHED", `order:${row.id}:${line.lineNo}`, cause, 10, {
      externalCode: line.externalSku,
      lineNo: line.lineNo,
    });
  }
  if (draft.moneyFault !== null) add("MONEY_DRIFT", `order:${row.id}`, draft.moneyFault, 15);
  // Nobody has paid for it yet: its channel is told, and there is nothing to make good.
  const isPaid = row.trade !== "pending_payment";
  const short = grants.filter((g) => isPaid && g.granted < g.qty);
  if (short.length > 0) {
    const nameOf = (g: Granted) => {
      const skuId = draft.lines.find((l) => l.lineNo === g.lineNo)?.skuId;
      return skuId == null ? "" : skuName(skuId);
    };
    const words = short.map((g) => `${nameOf(g)} 要 ${g.qty} 有 ${g.granted}`).join("；");
    const riskFen = short.reduce((sum, g) => sum + shareOf(draft, g), 0);
    add("OUT_OF_STOCK", `order:${row.id}`, `缺货：${words}`, 3, {
      short: short.map((g) => ({ lineNo: g.lineNo, missing: g.qty - g.granted })),
    });
    present(found.at(-1), "finding").riskFen = riskFen;
  }
  return found;
}

function shareOf(draft: Draft, grant: Granted): number {
  const line = draft.lines.find((l) => l.lineNo === grant.lineNo);
  return line ? Math.round((line.paidFen * (grant.qty - grant.granted)) / grant.qty) : 0;
}
