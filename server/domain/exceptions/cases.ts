/** One kind of thing that can be wrong. */
type CaseKind = {
  zh: string;
  en: string;
  /** Who finds it. */
  by: "intake" | "channel" | "stock" | "store" | "rider" | "payment" | "system";
  /** Until it falls due, where whoever raises it does not say otherwise. */
  minutes: number;
  /** Its order must not go on until somebody has decided. */
  holds?: true;
  /** Goods are missing: when its time is over, or it is closed by hand, they leave the order. */
  isShortage?: true;
  /** It lies between buyer and platform: the order's own end does not end it. */
  outlivesOrder?: true;
};

/**
 * What can be wrong: one table for rules, queues, wall and console. A code that is not here does not compile, nor does one
 * without a word.
 *
 * @source docs/domain/lifecycle.md#where-to-add-a-case
 */
export const CASES = {
  OUT_OF_STOCK: { zh: "缺货", en: "Out of stock", by: "stock", minutes: 3, isShortage: true },
  OVERSOLD: { zh: "超卖", en: "Oversold", by: "stock", minutes: 10, isShortage: true },
  PAY_AFTER_TIMEOUT: {
    zh: "超时后付款",
    en: "Paid too late",
    by: "payment",
    minutes: 10,
    isShortage: true,
  },
  SKU_UNMATCHED: {
    zh: "商品未匹配",
    en: "Unknown article",
    by: "intake",
    minutes: 10,
    holds: true,
  },
  STORE_UNMATCHED: { zh: "门店未匹配", en: "Unknown store", by: "intake", minutes: 5, holds: true },
  MONEY_DRIFT: { zh: "金额不平", en: "Money drift", by: "intake", minutes: 15, holds: true },
  QUANTITY_ODD: { zh: "数量异常", en: "Odd quantity", by: "intake", minutes: 10, holds: true },
  CONTACT_CHANGED: { zh: "改址改电话", en: "Contact changed", by: "channel", minutes: 5 },
  REFUND_IN_PROGRESS: {
    zh: "存在退款",
    en: "Refund under way",
    by: "channel",
    minutes: 10,
    outlivesOrder: true,
  },
  CONTENT_CONFLICT: { zh: "内容冲突", en: "Content conflict", by: "intake", minutes: 30 },
  INGEST_FAILED: { zh: "接单失败", en: "Intake failed", by: "intake", minutes: 30 },
  UNKNOWN_EVENT: { zh: "未知事件", en: "Unknown event", by: "intake", minutes: 30 },
  FIELDS_ASSUMED: {
    zh: "字段缺失按默认",
    en: "Fields not told, defaults taken",
    by: "intake",
    minutes: 30,
  },
  CLOCK_WRONG: { zh: "时钟不准", en: "A clock is wrong", by: "intake", minutes: 30 },
  NOT_YOURS: { zh: "设备越权上报", en: "A device spoke for others", by: "intake", minutes: 30 },
  ACCEPT_LATE: { zh: "接单将超时", en: "Acceptance running late", by: "system", minutes: 5 },
  WRITEBACK_FAILED: { zh: "回写失败", en: "Write-back failed", by: "channel", minutes: 10 },
  MERGED_MEMBER_CANCELLED: {
    zh: "合单成员取消",
    en: "Member cancelled",
    by: "channel",
    minutes: 3,
  },
  STORE_REJECTED: { zh: "门店拒单", en: "Store refused", by: "store", minutes: 3 },
  NO_RIDER: { zh: "无骑手接单", en: "No rider", by: "rider", minutes: 10 },
  RIDER_CANCELLED: { zh: "骑手取消", en: "Rider cancelled", by: "rider", minutes: 10 },
  UNDELIVERABLE: { zh: "无法送达", en: "Undeliverable", by: "rider", minutes: 10 },
  STOCK_DRIFT: { zh: "库存不平", en: "Stock drift", by: "stock", minutes: 30 },
  STOCK_CONFLICT: { zh: "库存冲突", en: "Stock conflict", by: "stock", minutes: 30 },
  SYNC_STUCK: { zh: "库存未同步", en: "Stock not synced", by: "stock", minutes: 30 },
  WORK_FAILED: { zh: "后台处理失败", en: "Background work failed", by: "system", minutes: 30 },
} as const satisfies Record<string, CaseKind>;

export type CaseCode = keyof typeof CASES;

export const CASE_CODES = Object.keys(CASES) as CaseCode[];
const kindOf = (code: CaseCode): CaseKind => CASES[code];

/** Cases about goods that are not there. */
export const SHORTAGE_CODES: readonly CaseCode[] = CASE_CODES.filter((c) => kindOf(c).isShortage);
/** Cases that hold an order until somebody has decided. */
export const HOLDING_CODES: readonly CaseCode[] = CASE_CODES.filter((c) => kindOf(c).holds);
/** Cases that an order's own end does not end. */
export const OUTLIVING_CODES: readonly CaseCode[] = CASE_CODES.filter(
  (c) => kindOf(c).outlivesOrder,
);

const isCaseCode = (code: string): code is CaseCode => Object.hasOwn(CASES, code);

/** Names of all, in one language. */
export const caseNames = (language: "zh" | "en"): Record<CaseCode, string> =>
  Object.fromEntries(CASE_CODES.map((code) => [code, CASES[code][language]])) as Record<
    CaseCode,
    string
  >;

/** The Chinese name of a case; the code itself where another version wrote it. */
export const caseName = (code: string): string => (isCaseCode(code) ? CASES[code].zh : code);
