import { ok } from "@/server/domain/kernel/result";
import type { ChannelAdapter } from "@/server/ports/channel";
import { meituanClient } from "./client";
import { decodeMeituan } from "./decode";
import { MEITUAN_FIGURES, meituanFigures } from "./figures";
import { meituanError, verifyMeituan } from "./verify";

/** 美团闪购 / 美团外卖. */
const BYTES_MAX = 512 * 1024;

export const meituanAdapter: ChannelAdapter = {
  protocol: "meituan",
  prefix: "/callback/meituan/",
  capabilitiesOf: () => ({
    listsRecent: true,
    awaitsConfirm: true,
    countsRefusals: true,
    takesFiles: false,
    isWarehouse: false,
  }),
  // The key stands in the body: an order of a platform is some kilobytes.
  knock: () => ok(BYTES_MAX),
  verify: verifyMeituan,
  refuse: (reason) => {
    if (reason === "LIMITED") return meituanError(711, "触发流控", 429);
    if (reason === "MALFORMED") return meituanError(705, "参数格式错误", 400);
    return meituanError(700, "系统错误", 503);
  },
  decode: decodeMeituan,
  figures: { limits: MEITUAN_FIGURES, client: meituanFigures },
  wms: null,
  cut: null,
  client: meituanClient,
};
