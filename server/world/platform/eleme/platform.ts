import { maskPhone, plainNumber, virtualNumber } from "@/server/world/orders/shown-buyer";
import type { WorldPlatform } from "../world-platform";
import { answerEleme } from "./api";
import { elemeDesk } from "./desk";
import { elemeAnnounce, elemeNews } from "./news";
import { elemeOrderDetail } from "./order";
import { isElemeAck } from "./push";

/** 饿了么零售, as the simulated world plays it. */
export const elemePlatform: WorldPlatform = {
  isForeign: true,
  announce: elemeAnnounce,
  news: elemeNews,
  isAck: isElemeAck,
  attemptsMax: 12,
  refundMark: "7",
  buyer: ({ person, rng }) => {
    const title = person.sex === "male" ? "先生" : "女士";
    const name = rng.chance(5_000) ? person.name.charAt(0) + title : person.name;
    if (rng.chance(2_500)) return { name, ...plainNumber(person) };
    return { name, ...virtualNumber(rng), maskedPhone: maskPhone(person.phone) };
  },
  geocodedBps: 0,
  figureCallsPerSecond: 5,
  apiPath: "",
  desk: ({ base, orders, ...place }) =>
    elemeDesk({
      ...place,
      path: base,
      ...(orders ? { other: (cmd, body) => answerEleme(orders, cmd, body) } : {}),
    }),
  detail: (order) => elemeOrderDetail(order, { status: 1, isDegraded: false }),
  past: {
    accepted: (_, detail) => {
      const order = { ...(detail?.order as object), status: 5 };
      return { topic: "detail", body: JSON.stringify({ ...detail, order }) };
    },
    completed: (externalNo, atMs) => {
      const cmd = "order.status.push";
      const seconds = Math.floor(atMs / 1000);
      const body = JSON.stringify({ order_id: externalNo, status: 9, update_time: seconds });
      const form = new URLSearchParams({ body, cmd, timestamp: String(seconds) });
      return { topic: cmd, body: form.toString() };
    },
  },
};
