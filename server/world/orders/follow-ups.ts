import type { DemoHousehold, DemoPerson } from "@/server/domain/demo/household-types";
import { present } from "@/server/domain/kernel/assert";
import type { Rng } from "@/server/domain/kernel/rng";
import { ORDER_CHANNELS, type OrderChannel, type WorldOrder } from "./order";

/** Somebody orders on a channel for a door: the whole input of one order besides chance. */
export type Wish = { channel: OrderChannel; household: DemoHousehold; person: DemoPerson };
/** A wish that comes true after so long. */
export type FollowUp = Wish & { afterMs: number };

/** Of ten thousand delivery orders, so many are followed by… */
const SAME_PERSON_BPS = 1_000;
const HOUSE_MATE_BPS = 250;
const NEIGHBOUR_BPS = 250;
/** …an order for another door and then one more for the first. */
const A_B_A_BPS = 120;

/**
 * The orders that make merging worth doing, and those that must not be merged.
 *
 * The same person again through another channel is a true merge; a house-mate, a neighbour behind the next door and
 * the same person buying for somebody else's door are the traps.
 */
export function drawFollowUps(
  order: WorldOrder,
  neighbours: (household: DemoHousehold) => DemoHousehold,
  rng: Rng,
): FollowUp[] {
  const { household, person } = order;
  if (order.deliveryMode !== "DELIVERY" || household === null || person === null) return [];
  const soon = (): number => 40_000 + rng.int(5 * 60_000);
  const draw = rng.int(10_000);
  if (draw < SAME_PERSON_BPS) {
    return [
      { channel: otherChannel(person, order.channel, rng), household, person, afterMs: soon() },
    ];
  }
  const neighbour = neighbours(household);
  if (draw < SAME_PERSON_BPS + A_B_A_BPS) {
    const first = soon();
    const channel = otherChannel(person, order.channel, rng);
    return [
      { channel, household: neighbour, person, afterMs: first },
      { channel, household, person, afterMs: first + soon() },
    ];
  }
  return drawOther(household, person, { neighbour, rng }).map((wish) => ({
    ...wish,
    afterMs: soon(),
  }));
}

function drawOther(
  household: DemoHousehold,
  person: DemoPerson,
  { neighbour, rng }: { neighbour: DemoHousehold; rng: Rng },
): Wish[] {
  const draw = rng.int(10_000);
  const mate = household.people.find((one) => one !== person);
  if (draw < HOUSE_MATE_BPS && mate) {
    return [{ channel: anyChannel(mate, rng), household, person: mate }];
  }
  if (draw >= HOUSE_MATE_BPS && draw < HOUSE_MATE_BPS + NEIGHBOUR_BPS) {
    const other = present(neighbour.people[0], "a neighbour");
    return [{ channel: anyChannel(other, rng), household: neighbour, person: other }];
  }
  return [];
}

function anyChannel(person: DemoPerson, rng: Rng): OrderChannel {
  const usable = person.channels.filter(isInstant);
  return usable.length > 0 ? rng.pick(usable) : "mini";
}

function otherChannel(person: DemoPerson, not: OrderChannel, rng: Rng): OrderChannel {
  const others = person.channels.filter(isInstant).filter((channel) => channel !== not);
  if (others.length > 0) return rng.pick(others);
  return not === "app" ? "mini" : "app";
}

function isInstant(channel: string): channel is OrderChannel {
  return ORDER_CHANNELS.some((one) => one === channel) && channel !== "pos" && channel !== "group";
}
