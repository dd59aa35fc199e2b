import { inventName, inventPhone } from "@/server/domain/demo/names";
import type { Rng } from "@/server/domain/kernel/rng";
import type { Lifecycle, LiveOrder } from "../life/live-order";
import { platformOn } from "../platform/platforms";
import type { RiderStep } from "../platform/world-platform";
import type { Outbound } from "../send/outbound";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
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
function teller(deps: PlatformRidersDeps, live: LiveOrder): (step: RiderStep) => void {
  const { order } = live;
  const index = Number(order.externalNo.slice(-4));
  live.riderName ??= inventName("male", deps.rng);
  const name = live.riderName;
  const phone = inventPhone(PHONES_FROM + (index % 2_000));
  return (step) => {
    const what = { kind: "ridden", step, name, phone } as const;
    for (const word of platformOn(order.channel).news(live, what, deps.clock.wallMs()))
      deps.outbound.say(order, word);
  };
}
