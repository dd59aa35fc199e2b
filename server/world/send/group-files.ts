import type { LiveOrder } from "../life/live-order";
import type { Agenda } from "../time/agenda";
import { shanghaiText } from "../wire/shanghai-time";
import type { Outbound } from "./outbound";

const EVERY_MS = 60_000;
const FEWEST = 3;
const MOST = 15;
/** Fewer than three orders wait for company, but not longer than this many rounds. */
const ROUNDS_MAX = 3;

export type GroupFiles = { add(live: LiveOrder): void; start(): void; flush(): void };

/** The group leader's desk: orders gather and leave as a file every minute or so. */
export function createGroupFiles(deps: {
  agenda: Agenda;
  outbound: Outbound;
  wallMs: () => number;
}): GroupFiles {
  const waiting: LiveOrder[] = [];
  let rounds = 0;
  let files = 0;
  const send = (): void => {
    const orders = waiting.splice(0, MOST);
    if (orders.length === 0) return;
    files += 1;
    const stamp = shanghaiText(deps.wallMs()).replace(/\D/g, "");
    const name = `社区团购-${stamp}-${files}.csv`;
    deps.outbound.groupFile(name, orders, false);
    const copyMs = orders.find((live) => live.fate.copiesAfterMs.length > 0)?.fate.copiesAfterMs[0];
    if (copyMs !== undefined) {
      deps.agenda.after(copyMs, () => deps.outbound.groupFile(name, orders, true));
    }
  };
  const round = (): void => {
    rounds += 1;
    if (waiting.length >= FEWEST || rounds >= ROUNDS_MAX) {
      rounds = 0;
      while (waiting.length > 0) send();
    }
    deps.agenda.after(EVERY_MS, round);
  };
  return {
    add: (live) => {
      waiting.push(live);
    },
    start: () => deps.agenda.after(EVERY_MS, round),
    flush: () => {
      while (waiting.length > 0) send();
    },
  };
}
