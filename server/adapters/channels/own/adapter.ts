import type { ChannelAdapter } from "@/server/ports/channel";
import { decodeOwn } from "./decode";
import { ownWms } from "./devices/wms-client";
import { OWN_FIGURES, ownFigures } from "./figures";
import { cutGroupFile } from "./files/decode-file";
import { knockOwn, ownError, verifyOwn } from "./verify";

/** Huiliu's own contract: APP, 小程序, POS, 社区团购 files, store terminals, riders' phones and the warehouse's system. */
export const ownAdapter: ChannelAdapter = {
  protocol: "own",
  prefix: "/api/open/v1/",
  capabilitiesOf: (channel) => ({
    listsRecent: false,
    awaitsConfirm: false,
    countsRefusals: false,
    takesFiles: channel === "group",
    isWarehouse: channel === "wms",
  }),
  knock: knockOwn,
  verify: verifyOwn,
  refuse: (reason) => {
    if (reason === "LIMITED") return ownError(429, "LIMITED", "too many requests for this account");
    if (reason === "REPLAY") return ownError(409, "REPLAY", "this X-Nonce was used already");
    if (reason === "MALFORMED")
      return ownError(400, "BAD_FIELD", "an order number or shop code that cannot be one");
    return ownError(503, "UNAVAILABLE", "not stored, send it again");
  },
  decode: decodeOwn,
  cut: cutGroupFile,
  figures: { limits: OWN_FIGURES, client: ownFigures },
  wms: ownWms,
  client: null,
};
