import { maskPhone, virtualNumber } from "@/server/world/orders/shown-buyer";
import { isSaid } from "../acknowledgement";
import type { WorldPlatform } from "../world-platform";
import { answerMeituan } from "./api";
import { meituanDesk } from "./desk";
import { meituanAnnounce, meituanNews } from "./news";

/** 美团, as the simulated world plays it. */
export const meituanPlatform: WorldPlatform = {
  isForeign: true,
  announce: meituanAnnounce,
  news: meituanNews,
  isAck: (text) => isSaid(text, (answer) => answer.data === "ok"),
  attemptsMax: 12,
  refundMark: "9",
  buyer: ({ person, rng }) => {
    const title = person.sex === "male" ? "先生" : "女士";
    const name = `${rng.chance(6_000) ? person.name.charAt(0) : person.name}(${title})`;
    if (rng.chance(5_000))
      return { name, phone: maskPhone(person.phone), phoneExt: null, maskedPhone: null };
    return { name, ...virtualNumber(rng), maskedPhone: null };
  },
  geocodedBps: 7_000,
  figureCallsPerSecond: 10,
  apiPath: "/api/v1",
  desk: ({ base, orders, ...place }) =>
    meituanDesk({
      ...place,
      prefix: `${base}/`,
      ...(orders ? { other: (call) => answerMeituan(orders, call) } : {}),
    }),
  detail: null,
  past: {
    accepted: (pushed) => ({
      topic: "order-paid",
      body: pushed.toString("utf8").replace(/(^|&)status=2(?=&|$)/, "$1status=4"),
    }),
    completed: (externalNo, atMs) => {
      const seconds = String(Math.floor(atMs / 1000));
      const form = { order_id: externalNo, timestamp: seconds, utime: seconds };
      return { topic: "order-completed", body: new URLSearchParams(form).toString() };
    },
  },
};
