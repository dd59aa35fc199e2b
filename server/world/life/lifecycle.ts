import type { Rng } from "@/server/domain/kernel/rng";
import type { OrderChannel } from "../orders/order";
import { platformOn } from "../platform/platforms";
import type { ShownGoods } from "../platform/shown-goods";
import type { Happening } from "../platform/world-platform";
import type { Outbound } from "../send/outbound";
import type { Stats } from "../stats";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
import { refundOf } from "../wire/refund";
import type { Ledger } from "./ledger";
import type { Lifecycle, LiveOrder } from "./live-order";

export type LifecycleDeps = {
  clock: WorldClock;
  agenda: Agenda;
  ledger: Ledger;
  outbound: Outbound;
  stats: Stats;
  rng: Rng;
  /** The platform cancels what nobody accepted; 0 never does. */
  acceptMs: number;
  /** Told when a platform order waits for the platform's rider. */
  onAccepted?: (live: LiveOrder) => void;
  /** What platforms show: an order takes its pieces, a cancelled one that nobody accepted gives them back. */
  shown?: Pick<ShownGoods, "take" | "giveBack">;
  /** A platform in outage cancels nothing: its clock stands. */
  isDown?: (channel: OrderChannel) => boolean;
};

const TILL_MS = 40_000;

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const { agenda, ledger, stats } = deps;
  const life: Lifecycle = {
    begin: (live) => {
      ledger.add(live);
      deps.shown?.take(live.order);
      stats.channels[live.order.channel].unique += 1;
      if (live.order.channel !== "group") scheduleAnnouncements(deps, live);
      if (live.fate.cancelAfterMs !== null) {
        agenda.after(live.fate.cancelAfterMs, () => life.cancel(live, "user"));
      }
      // A sale at the till is over when the customer has left, whatever anybody does.
      if (live.order.channel === "pos") {
        agenda.after(TILL_MS + live.fate.holdMs, () => life.complete(live));
      }
      if (platformOn(live.order.channel).isForeign && deps.acceptMs > 0) {
        agenda.after(deps.acceptMs, () => cancelUnaccepted(deps, life, live));
      }
    },
    accept: (live) => {
      if (live.phase !== "new") return false;
      live.phase = "accepted";
      tell(deps, live, { kind: "accepted" });
      deps.onAccepted?.(live);
      return true;
    },
    cancel: (live, by) => {
      if (live.phase !== "new" && live.phase !== "accepted") return false;
      const wasAccepted = live.phase === "accepted";
      end(deps, live, "cancelled");
      if (!wasAccepted) deps.shown?.giveBack(live.order);
      stats.cancelled += 1;
      tell(deps, live, { kind: "cancelled", by, wasAccepted });
      return true;
    },
    delivering: (live) => {
      if (live.phase === "new" || live.phase === "accepted") live.phase = "delivering";
    },
    complete: (live) => {
      if (live.phase === "completed" || live.phase === "cancelled") return;
      end(deps, live, "completed");
      stats.completed += 1;
      tell(deps, live, { kind: "completed" });
      if (live.fate.isRefunded) {
        agenda.after(20_000 + deps.rng.int(60_000), () => tellRefunded(deps, live));
      }
    },
  };
  return life;
}

function cancelUnaccepted(deps: LifecycleDeps, life: Lifecycle, live: LiveOrder): void {
  if (live.phase !== "new") return;
  if (deps.isDown?.(live.order.channel)) {
    deps.agenda.after(deps.acceptMs, () => cancelUnaccepted(deps, life, live));
  } else life.cancel(live, "timeout");
}

function end(deps: LifecycleDeps, live: LiveOrder, phase: "completed" | "cancelled"): void {
  live.phase = phase;
  live.endedSimMs = deps.clock.simMs();
}

function scheduleAnnouncements(deps: LifecycleDeps, live: LiveOrder): void {
  if (live.fate.isLost) {
    deps.stats.lostPushes += 1;
    return;
  }
  const { holdMs } = live.fate;
  deps.agenda.after(holdMs, () => deps.outbound.announce(live, false));
  for (const afterMs of live.fate.copiesAfterMs) {
    deps.agenda.after(holdMs + afterMs, () => deps.outbound.announce(live, true));
  }
}

function tell(deps: LifecycleDeps, live: LiveOrder, what: Happening): void {
  const { order } = live;
  const words = platformOn(order.channel).news(live, what, deps.clock.wallMs());
  for (const word of words) deps.outbound.say(order, word);
}

function tellRefunded(deps: LifecycleDeps, live: LiveOrder): void {
  const refund = refundOf(
    live.order,
    deps.rng.int(live.order.lines.length),
    platformOn(live.order.channel).refundMark,
  );
  if (refund.amountFen <= 0 || live.refund !== null) return;
  live.refund = refund;
  deps.stats.refunded += 1;
  tell(deps, live, { kind: "refunded", refund });
}
