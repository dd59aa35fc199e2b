import type { ChannelAdapter } from "@/server/ports/channel";
import { elemeClient } from "./client";
import { decodeEleme } from "./decode";
import { ELEME_FIGURES, elemeFigures } from "./figures";
import { elemeError, verifyEleme } from "./verify";

/** 饿了么零售 (饿百) / 淘宝闪购. */
export const elemeAdapter: ChannelAdapter = {
  protocol: "eleme",
  prefix: "/callback/eleme",
  capabilities: { thinPush: true, pullDetail: true, listRecent: true, confirm: true },
  verify: verifyEleme,
  refuse: (reason) =>
    reason === "LIMITED"
      ? elemeError(20_501, "too many requests", 429)
      : elemeError(20_500, "not stored, push again", 503),
  decode: decodeEleme,
  figures: { limits: ELEME_FIGURES, client: elemeFigures },
  wms: null,
  client: elemeClient,
};
