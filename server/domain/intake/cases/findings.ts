import { CASES, type CaseCode, type NewCase, oddQuantity } from "@/server/domain/exceptions";
import type { Granted } from "@/server/domain/inventory";
import type { Draft } from "../draft-order";

type About = Pick<NewCase, "code" | "subject" | "cause" | "data"> & { riskFen?: number };

/**
 * What is wrong with a new order, each as a case in the transaction that makes the order visible.
 *
 * @param grants of this order
 * @param nameOf the article's name, for people
 */
export function findingsOf(
  draft: Pick<Draft, "row" | "lines" | "moneyFault" | "odd">,
  grants: readonly Granted[],
  { nameOf, now }: { nameOf: (skuId: number) => string; now: number },
): NewCase[] {
  const { row } = draft;
  const base = {
    orderId: row.id,
    fulfilmentId: null,
    accountId: row.accountId,
    storeId: row.storeId,
    riskFen: row.paidFen,
  };
  const money = moneyDrift(draft);
  const short = shortage(draft, grants, nameOf);
  const found: About[] = [
    ...(row.storeId === null ? [storeUnmatched(draft)] : []),
    ...skusUnmatched(draft),
    ...quantitiesOdd(draft, nameOf),
    ...(money ? [money] : []),
    ...(short ? [short] : []),
  ];
  return found.map((about) => ({ ...base, dueAt: dueAfter(about.code, now), ...about }));
}

const dueAfter = (code: CaseCode, now: number) => now + CASES[code].minutes * 60_000;

function storeUnmatched({ row }: Pick<Draft, "row">): About {
  return {
    code: "STORE_UNMATCHED",
    subject: `order:${row.id}`,
    cause: `门店编码 ${row.externalStore} 未映射到我方门店`,
    data: { externalCode: row.externalStore },
  };
}

function skusUnmatched({ row, lines }: Pick<Draft, "row" | "lines">): About[] {
  return lines
    .filter((l) => l.skuId === null)
    .map(({ lineNo, externalSku, externalName }) => ({
      code: "SKU_UNMATCHED",
      subject: `order:${row.id}:${lineNo}`,
      cause: `商品 ${externalName || "（无名称）"}（编码 ${externalSku}）未匹配`,
      data: { externalCode: externalSku, lineNo },
    }));
}

function quantitiesOdd(
  { row, lines, odd }: Pick<Draft, "row" | "lines" | "odd">,
  nameOf: (skuId: number) => string,
): About[] {
  return odd.flatMap(({ lineNo, most }) => {
    const line = lines.find((l) => l.lineNo === lineNo);
    if (!line) return [];
    const name = line.skuId === null ? line.externalName : nameOf(line.skuId);
    return [
      oddQuantity({ orderId: row.id, lineNo, name: name ?? "", ordered: line.ordered, most }),
    ];
  });
}

function moneyDrift({ row, moneyFault }: Pick<Draft, "row" | "moneyFault">): About | null {
  if (moneyFault === null) return null;
  return { code: "MONEY_DRIFT", subject: `order:${row.id}`, cause: moneyFault, data: {} };
}

/** Of one nobody has paid for yet the channel is told, and there is nothing to make good. */
function shortage(
  { row, lines }: Pick<Draft, "row" | "lines">,
  grants: readonly Granted[],
  nameOf: (skuId: number) => string,
): About | null {
  const short = row.trade === "pending_payment" ? [] : grants.filter((g) => g.granted < g.qty);
  if (short.length === 0) return null;
  const lineOf = (g: Granted) => lines.find((l) => l.lineNo === g.lineNo);
  const wordsOf = (g: Granted) => {
    const skuId = lineOf(g)?.skuId;
    return `${skuId == null ? "" : nameOf(skuId)} 要 ${g.qty} 有 ${g.granted}`;
  };
  return {
    code: "OUT_OF_STOCK",
    subject: `order:${row.id}`,
    cause: `缺货：${short.map(wordsOf).join("；")}`,
    data: { short: short.map((g) => ({ lineNo: g.lineNo, missing: g.qty - g.granted })) },
    riskFen: short.reduce((sum, g) => sum + shareOf(lineOf(g)?.paidFen ?? 0, g), 0),
  };
}

const shareOf = (paidFen: number, { qty, granted }: Granted): number =>
  Math.round((paidFen * (qty - granted)) / qty);
