/**
 * One definition per figure, used by the server that counts it and by every screen that shows it.
 * A changed definition or threshold changes `metricsVersion`, which the wall prints.
 */
export const metricsVersion = "m2";

type MetricUnit = "count" | "fen" | "bps" | "ms" | "tenths";

type MetricState = "normal" | "p2" | "p1" | "nodata";

type Words = { name: string; definition: string; window: string };

/** Past `warn` on the bad side is P2, past `crit` is P1; the limit itself is still good. */
type Thresholds = { better: "high" | "low"; warn: number; crit: number };

type MetricDefinition = {
  unit: MetricUnit;
  zh: Words;
  en: Words;
  /** null: informational, or judged against a baseline instead. */
  thresholds: Thresholds | null;
};

const words = (name: string, definition: string, window: string): Words => ({
  name,
  definition,
  window,
});
const low = (warn: number, crit: number): Thresholds => ({ better: "low", warn, crit });
const high = (warn: number, crit: number): Thresholds => ({ better: "high", warn, crit });

export const metricDefinitions = {
  orders_per_min: {
    unit: "count",
    zh: words("每分钟订单量", "该分钟内支付的订单数，按渠道和合计", "最近 60 分钟"),
    en: words(
      "Orders per minute",
      "Orders paid in the minute, per channel and total",
      "Last 60 min",
    ),
    thresholds: null,
  },
  orders_today: {
    unit: "count",
    zh: words(
      "今日订单",
      "营业日开始至今支付的去重渠道订单；不含测试门店和风控拦截",
      "今日，对比昨日与上周同日的同一时刻",
    ),
    en: words(
      "Orders today",
      "De-duplicated channel orders paid since the day began; no test shops, no blocked orders",
      "Today, against yesterday and last week at the same clock time",
    ),
    thresholds: null,
  },
  gmv_today: {
    unit: "fen",
    zh: words(
      "今日成交额",
      "买家实付 + 平台补贴，含配送费和包装费；商家优惠不计，退款不扣减而另列",
      "今日",
    ),
    en: words(
      "GMV today",
      "Paid by buyers plus platform subsidy, with delivery and packaging; refunds shown beside",
      "Today",
    ),
    thresholds: null,
  },
  due: {
    unit: "count",
    zh: words("应履约单", "承诺送达时间落在窗口内的订单，减去拣货前买家取消的", "滚动 60 分钟"),
    en: words(
      "Due orders",
      "Orders promised in the window, minus buyer cancels before picking",
      "60 min",
    ),
    thresholds: null,
  },
  fulfil_rate: {
    unit: "bps",
    zh: words(
      "履约率",
      "每一行都送达的应履约单 ÷ 应履约单；接受换货算，缺货退款不算",
      "滚动 60 分钟",
    ),
    en: words(
      "Fulfilment rate",
      "Due orders with every line delivered ÷ due orders",
      "Rolling 60 min",
    ),
    thresholds: high(9_800, 9_600),
  },
  ontime_fulfil: {
    unit: "bps",
    zh: words(
      "按时履约率",
      "在承诺时间前送达的应履约单 ÷ 应履约单；未送达算迟",
      "滚动 60 分钟（按承诺时间）",
    ),
    en: words(
      "On-time fulfilment",
      "Due orders delivered by the promise ÷ due orders; undelivered counts as late",
      "Rolling 60 min of promise time",
    ),
    thresholds: high(9_500, 9_000),
  },
  perfect: {
    unit: "bps",
    zh: words("完美履约率", "按时、足量且 24 小时内无售后的应履约单 ÷ 应履约单", "昨日"),
    en: words(
      "Perfect orders",
      "On time, in full, no after-sale within 24 h ÷ due orders",
      "Yesterday",
    ),
    thresholds: high(9_200, 8_800),
  },
  exception_rate: {
    unit: "bps",
    zh: words("异常率", "窗口内新开异常的订单 ÷ 窗口内支付的订单；等待合单不计", "滚动 60 分钟"),
    en: words(
      "Exception rate",
      "Orders with a case opened ÷ orders paid; waiting to merge excluded",
      "60 min",
    ),
    thresholds: low(200, 400),
  },
  open_exceptions: {
    unit: "count",
    zh: words("待处理异常", "未关闭异常中已超时效的件数；任一超时即告警", "当前"),
    en: words("Open exceptions", "Open cases past their deadline; any one warns", "Now"),
    thresholds: low(0, 10),
  },
  cancel_rate: {
    unit: "bps",
    zh: words("商家责任取消率", "30–90 分钟前支付的订单中因商家取消的比例", "60 分钟批次"),
    en: words("Cancel rate, ours", "Orders paid 30–90 min ago that we cancelled", "60 min cohort"),
    thresholds: low(80, 150),
  },
  oversold: {
    unit: "count",
    zh: words("超卖", "今日开出的超卖异常数，及距上一次的天数", "今日"),
    en: words("Oversold", "Oversold cases opened today, and days since the last", "Today"),
    thresholds: low(0, 0),
  },
  sku_out: {
    unit: "bps",
    zh: words(
      "断货SKU",
      "营业中（门店 × A 类商品）可售为零的组合 ÷ 全部；A 类为近一小时销量前 80%",
      "当前",
    ),
    en: words(
      "Articles out",
      "(Open store × A-class article) pairs with nothing to sell ÷ all; A-class is what makes 80% of the last hour's pieces",
      "Now",
    ),
    thresholds: low(150, 300),
  },
  short_rate: {
    unit: "bps",
    zh: words("缺货率", "拣货报缺的行 ÷ 已拣行", "滚动 60 分钟"),
    en: words("Short rate", "Short-picked lines ÷ picked lines", "Rolling 60 min"),
    thresholds: low(100, 200),
  },
  merge_rate: {
    unit: "bps",
    zh: words("合单率", "两单及以上合并放行的订单 ÷ 放行订单", "今日"),
    en: words("Merge rate", "Orders released in groups of two or more ÷ orders released", "Today"),
    thresholds: null,
  },
  parcels_saved: {
    unit: "count",
    zh: words("净省包裹", "合单省下的包裹减去拆单新增的；金额 = 单独配送估价 − 实际车次费", "今日"),
    en: words(
      "Parcels saved, net",
      "Parcels saved by merging minus those added by splitting",
      "Today",
    ),
    thresholds: high(0, Number.NEGATIVE_INFINITY),
  },
  rider_load: {
    unit: "tenths",
    zh: words("骑手负载", "在途包裹 ÷ 在线骑手（60 秒内有定位且当班）", "当前"),
    en: words("Rider load", "Active parcels ÷ riders online (ping under 60 s, on shift)", "Now"),
    thresholds: low(30, 45),
  },
  eta_risk: {
    unit: "bps",
    zh: words("即将超时", "预计到达晚于承诺的未送达包裹 ÷ 在途包裹", "未来 15 分钟"),
    en: words(
      "About to be late",
      "Parcels predicted to miss the promise ÷ active parcels",
      "Next 15 min",
    ),
    thresholds: low(200, 500),
  },
  ingest_lag: {
    unit: "ms",
    zh: words("接单延迟", "渠道事件时间到本系统可见的 p99", "5 分钟"),
    en: words("Intake lag", "Channel event time to visible here, p99", "5 min"),
    thresholds: low(5_000, 30_000),
  },
  queue_age: {
    unit: "ms",
    zh: words("队列积压", "各环节最老待处理任务的等待时间", "当前"),
    en: words("Queue age", "Age of the oldest ready job of any stage", "Now"),
    thresholds: low(10_000, 60_000),
  },
  stock_sync: {
    unit: "ms",
    zh: words("库存同步延迟", "库存变动到渠道确认的 p99；有更久未确认的则以其为准", "5 分钟"),
    en: words(
      "Stock sync lag",
      "Stock change to channel acknowledgement, p99; or the oldest not acknowledged",
      "5 min",
    ),
    thresholds: low(10_000, 60_000),
  },
  writeback_fail: {
    unit: "bps",
    zh: words("回写失败率", "失败的状态回写 ÷ 尝试次数", "15 分钟"),
    en: words("Write-back failures", "Failed write-backs ÷ attempts", "15 min"),
    thresholds: low(50, 200),
  },
  freshness: {
    unit: "ms",
    zh: words("数据新鲜度", "当前时刻 − 画面数据的时刻", "当前"),
    en: words("Freshness", "Now minus the moment the figures are true for", "Now"),
    thresholds: low(3_000, 10_000),
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricCode = keyof typeof metricDefinitions;

/**
 * How worried to be about a figure, by its own thresholds.
 *
 * @param value in the metric's unit; null when not known
 * @returns `nodata` for null, `normal` for metrics without thresholds
 * @example stateOf("ontime_fulfil", 9_460) → "p2"
 */
export function stateOf(metric: MetricCode, value: number | null): MetricState {
  if (value === null) return "nodata";
  const thresholds: Thresholds | null = metricDefinitions[metric].thresholds;
  if (thresholds === null) return "normal";
  const sign = thresholds.better === "high" ? -1 : 1;
  if (value * sign > thresholds.crit * sign) return "p1";
  return value * sign > thresholds.warn * sign ? "p2" : "normal";
}
