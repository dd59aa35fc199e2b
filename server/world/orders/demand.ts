import type { Rng } from "@/server/domain/kernel/rng";
import type { Moment, Scenario } from "../scenarios";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
import type { FollowUp, Wish } from "./follow-ups";
import type { Generator } from "./generator";
import type { WorldOrder } from "./order";

/** About so many orders come of a hundred first ones, follow-ups included. */
const WITH_FOLLOW_UPS_PERCENT = 117;
/** The level is looked at again at least so often. */
const GAP_MS_MAX = 5_000;

type Demand = { start(): void; stop(): void };

/** People order: independent arrivals at the scenario's level, and what follows from each. */
export function createDemand(deps: {
  clock: WorldClock;
  agenda: Agenda;
  generator: Generator;
  scenario: Scenario;
  ratePerMinute: number;
  rng: Rng;
  moment: () => Moment;
  /** True while letters pile up: people turn away from a shop that doesn't answer. */
  isClogged: () => boolean;
  onOrder: (order: WorldOrder) => void;
}): Demand {
  const { agenda, rng } = deps;
  let isOn = false;
  const place = (wish?: Wish): void => {
    if (!isOn || deps.isClogged()) return;
    const { order, followUps } = deps.generator.order(deps.clock.wallMs(), wish);
    deps.onOrder(order);
    for (const one of followUps) later(one);
  };
  const later = (wish: FollowUp): void => agenda.after(wish.afterMs, () => place(wish));
  const arrive = (dueMs: number): void => {
    if (!isOn) return;
    // After a pause (a machine that slept) nobody catches up on what was missed.
    const fromMs = Math.max(dueMs, deps.clock.simMs() - GAP_MS_MAX);
    const perMs = (deps.ratePerMinute * deps.scenario.level(deps.moment())) / 60_000;
    const gapMs = (-Math.log(1 - rng.unit()) * WITH_FOLLOW_UPS_PERCENT) / (perMs * 100);
    // Arrivals have no memory, so a long gap may be cut and drawn again when the level has moved.
    const isCut = gapMs > GAP_MS_MAX;
    const nextMs = fromMs + (isCut ? GAP_MS_MAX : gapMs);
    agenda.at(nextMs, () => {
      if (!isCut) place();
      arrive(nextMs);
    });
  };
  return {
    start: () => {
      isOn = true;
      arrive(deps.clock.simMs());
    },
    stop: () => {
      isOn = false;
    },
  };
}
