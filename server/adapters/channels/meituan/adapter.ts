import type { ChannelAdapter } from "@/server/ports/channel";
import { meituanClient } from "./client";
import { decodeMeituan } from "./decode";
import { MEITUAN_FIGURES, meituanFigures } from "./figures";
import { meituanError, verifyMeituan } from "./verify";

/** 美团闪购 / 美团外卖. */
export const meituanAdapter: ChannelAdapter = {
  protocol: "meituan",
  prefix: "/callback/meituan/",
  capabilities: { thinPush: false, pullDetail: true, listRecent: true, confirm: true },
  verify: verifyMeituan,
  refuse: (reason) =>
    reason === "LIMITED" ? meituanError(711, "触发流控", 429) : meituanError(700, "系统错误", 503),
  decode: decodeMeituan,
  figures: { limits: MEITUAN_FIGURES, client: meituanFigures },
  wms: null,
  client: meituanClient,
};
