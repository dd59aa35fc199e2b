import { ok } from "@/server/domain/kernel/result";
import type { ChannelAdapter } from "@/server/ports/channel";
import { elemeClient } from "./client";
import { decodeEleme } from "./decode";
import { ELEME_FIGURES, elemeFigures } from "./figures";
import { elemeError, verifyEleme } from "./verify";

/** 饿了么零售 (饿百) / 淘宝闪购. */
const BYTES_MAX = 512 * 1024;

export const elemeAdapter: ChannelAdapter = {
  protocol: "eleme",
  prefix: "/callback/eleme",
  capabilitiesOf: () => ({
    listsRecent: true,
    awaitsConfirm: true,
    countsRefusals: true,
    takesFiles: false,
    isWarehouse: false,
  }),
  // The key stands in the body: an order of a platform is some kilobytes.
  knock: () => ok(BYTES_MAX),
  verify: verifyEleme,
  refuse: (reason) => {
    if (reason === "LIMITED") return elemeError(20_501, "too many requests", 429);
    if (reason === "MALFORMED") return elemeError(20_102, "order_id cannot be one", 400);
    return elemeError(20_500, "not stored, push again", 503);
  },
  decode: decodeEleme,
  figures: { limits: ELEME_FIGURES, client: elemeFigures },
  wms: null,
  cut: null,
  client: elemeClient,
};
