import { plainNumber } from "@/server/world/orders/shown-buyer";
import { isSaid } from "../acknowledgement";
import type { WorldPlatform } from "../world-platform";
import { ownFiguresDesk } from "./figures";
import { ownAnnounce, ownNews } from "./news";

/** Our own channels, which speak our contract. */
export const ownPlatform: WorldPlatform = {
  isForeign: false,
  announce: ownAnnounce,
  news: ownNews,
  isAck: (text) => isSaid(text, (answer) => answer.code === 0),
  attemptsMax: null,
  refundMark: "9",
  buyer: ({ person, channel, rng }) => {
    const title = person.sex === "male" ? "先生" : "女士";
    const isShort = channel === "mini" && rng.chance(1_500);
    return { name: isShort ? person.name.charAt(0) + title : person.name, ...plainNumber(person) };
  },
  geocodedBps: 0,
  figureCallsPerSecond: 20,
  apiPath: "",
  desk: ({ base, signer, figures }) => ownFiguresDesk(`${base}/figures`, signer, figures),
  detail: null,
  past: {
    accepted: (pushed) => ({ topic: "order", body: pushed }),
    completed: (externalNo, atMs) => ({
      topic: "order",
      body: JSON.stringify({
        event: "order.completed",
        event_id: `past-${externalNo}`,
        occurred_at: new Date(atMs).toISOString(),
        order: { channel_order_id: externalNo },
      }),
    }),
  },
};
