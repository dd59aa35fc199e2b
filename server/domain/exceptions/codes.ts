/** What can be wrong, by the words people use. One list for code, queues and screens. @source reference/lifecycle.md d4 */
export const EXCEPTION_NAMES: Record<string, string> = {
  OUT_OF_STOCK: "缺货",
  SKU_UNMATCHED: "商品未匹配",
  STORE_UNMATCHED: "门店未映射",
  MONEY_DRIFT: "金额不平",
  CONTENT_CONFLICT: "重复推送内容不同",
  INGEST_FAILED: "接单失败",
  UNKNOWN_EVENT: "未知事件",
  MERGED_MEMBER_CANCELLED: "合单成员取消",
  STORE_REJECTED: "门店拒单",
  ACCEPT_LATE: "接单将超时",
  WRITEBACK_FAILED: "回写失败",
  UNDELIVERABLE: "无法送达",
  RIDER_CANCELLED: "骑手取消",
  NO_RIDER: "无骑手接单",
  OVERSOLD: "超卖",
  PAY_AFTER_TIMEOUT: "超时后付款",
  STOCK_DRIFT: "库存不平",
  STOCK_CONFLICT: "库存冲突",
  SYNC_STUCK: "库存未同步",
  ADDRESS_INVALID: "地址异常",
  REFUND_IN_PROGRESS: "存在退款",
  WORK_FAILED: "后台处理失败",
  NOT_YOURS: "设备越权上报",
  CLOCK_WRONG: "时钟不准",
  FIELDS_ASSUMED: "字段缺失按默认",
};

/** The Chinese name of an exception; the code itself where a newer version wrote it. */
export const exceptionName = (code: string): string => EXCEPTION_NAMES[code] ?? code;
