/** Channels by the names staff use. */
export const CHANNEL_NAMES: Record<string, string> = {
  app: "APP",
  mini: "小程序",
  pos: "POS",
  meituan: "美团",
  eleme: "饿了么",
  group: "社区团购",
  jd: "京东秒送",
  douyin: "抖音",
};

/** A sale that a till has made already. */
export const TILL_TAG = "till";

/** An order as people say it: `美团#211`; without a day's number, the end of its platform number. */
export function orderLabel(channel: string, daySeq: number | null, externalNo: string): string {
  const name = CHANNEL_NAMES[channel] ?? channel;
  return daySeq === null ? `${name}…${externalNo.slice(-4)}` : `${name}#${daySeq}`;
}

/** What speaks our contract and sells nothing: store terminals, riders' phones, the warehouse. */
export const DEVICES: ReadonlySet<string> = new Set(["store", "rider", "wms"]);
