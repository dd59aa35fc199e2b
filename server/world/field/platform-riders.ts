import { inventName, inventPhone } from "@/server/domain/demo/names";
import type { Rng } from "@/server/domain/kernel/rng";
import type { Lifecycle } from "../life/lifecycle";
import type { LiveOrder } from "../life/live-order";
import { meituanDelivery } from "../platform/meituan/push";
import type { Outbound } from "../send/outbound";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
import { seconds } from "../wire/shanghai-time";
import { streetMetres } from "./grid-path";

export type PlatformRiders = {
  /** The merchant has accepted: somebody will come. */
  assign(live: LiveOrder): void;
  /** Goods may have become ready: whoever waits at the counter takes them. */
  tryPickUp(live: LiveOrder): void;
};

type PlatformRidersDeps = {
  agenda: Agenda;
  clock: WorldClock;
  rng: Rng;
  outbound: Outbound;
  /** Late-bound: the lifecycle tells us of acceptance, we tell it of deliveries. */
  life: () => Lifecycle;
  handOver: (fulfilmentId: string) => void;
  pace: number;
};

type Step = "accepted" | "atShop" | "pickedUp" | "delivered";
const MEITUAN_STEP = { accepted: 10, atShop: 15, pickedUp: 20, delivered: 40 } as const;
const ELEME_STEP: Record<Step, number> = { accepted: 7, atShop: 21, pickedUp: 8, delivered: 16 };
/** Dispatchers' numbers are away from the customers'. */
const PHONES_FROM = 30_000;
const METRES_PER_SECOND = 6;

/** The platforms' riders, seen only through the platforms' pushes. */
export function createPlatformRiders(deps: PlatformRidersDeps): PlatformRiders {
  const { agenda, rng } = deps;
  const riders: PlatformRiders = {
    assign: (live) => {
      if (live.order.deliveryOwner !== "platform") return;
      const tell = teller(deps, live);
      agenda.after(10_000 + rng.int(50_000), () => {
        if (live.phase !== "accepted") return;
        tell("accepted");
        agenda.after((100_000 + rng.int(160_000)) / deps.pace, () => {
          if (live.phase !== "accepted") return;
          tell("atShop");
          live.isRiderAtShop = true;
          riders.tryPickUp(live);
        });
      });
    },
    tryPickUp: (live) => {
      const isReady = live.parts.size > 0 && [...live.parts.values()].every((s) => s === "ready");
      if (!isReady || !live.isRiderAtShop || live.phase !== "accepted") return;
      const tell = teller(deps, live);
      for (const part of live.parts.keys()) deps.handOver(part);
      deps.life().delivering(live);
      tell("pickedUp");
      agenda.after(rideMs(live, deps), () => {
        tell("delivered");
        agenda.after(5_000 + rng.int(15_000), () => deps.life().complete(live));
      });
    },
  };
  return riders;
}

function rideMs(live: LiveOrder, deps: PlatformRidersDeps): number {
  const metres = live.order.address ? streetMetres(live.order.store, live.order.address) : 0;
  return (metres / METRES_PER_SECOND / deps.pace) * 1_000 + 60_000 + deps.rng.int(90_000);
}

/** One and the same rider for all steps of an order. */
function teller(deps: PlatformRidersDeps, live: LiveOrder): (step: Step) => void {
  const { order } = live;
  const index = Number(order.externalNo.slice(-4));
  live.riderName ??= inventName("male", deps.rng);
  const name = live.riderName;
  const phone = inventPhone(PHONES_FROM + (index % 2_000));
  return (step) => {
    const atMs = deps.clock.wallMs();
    if (order.channel === "meituan") {
      const params = meituanDelivery(order, MEITUAN_STEP[step], {
        atMs,
        name,
        phone,
      });
      deps.outbound.meituan(order, "delivery-status", params);
    } else if (order.channel === "eleme") {
      deps.outbound.eleme(order, "order.deliveryStatus.push", {
        order_id: order.externalNo,
        status: ELEME_STEP[step],
        substatus: 0,
        name,
        phone,
        update_time: seconds(atMs),
      });
    }
  };
}
