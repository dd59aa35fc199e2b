import type { Rng } from "@/server/domain/kernel/rng";
import type { Agenda } from "../time/agenda";
import type { Shelves } from "./shelves";

const DAY_MS = 86_400_000;
const LOOK_MS = 60_000;
/** Of a hundred strays: goods that vanish one by one, half a shelf at once, goods that turn up. */
const LOSS = 75;
const HALF = 5;

/** Shelves go wrong: theft, breakage, goods put into another's place. */
type Drift = {
  /** So many of ten thousand shelves are wrong from the beginning; more of them from then on. */
  start: () => void;
};

/** @param options.bps shelves that go wrong in a simulated day, in basis points of all; 0 keeps books and shelves alike */
export function createDrift(options: {
  shelves: Shelves;
  agenda: Agenda;
  rng: Rng;
  bps: number;
}): Drift {
  const { shelves, agenda, rng, bps } = options;
  const keys = shelves.keys();
  const goWrong = (): void => {
    const [storeCode, skuCode] = rng.pick(keys);
    const lies = shelves.pieces(storeCode, skuCode) ?? 0;
    shelves.stray(storeCode, skuCode, strayOf(lies, rng));
  };
  /** Whole shelves, the rest by chance: over a day it adds up to the rate. */
  const some = (expected: number): void => {
    const whole = Math.floor(expected);
    const count = whole + (rng.unit() < expected - whole ? 1 : 0);
    for (let i = 0; i < count; i += 1) goWrong();
  };
  const aDay = (keys.length * bps) / 10_000;
  const look = (): void => {
    some((aDay * LOOK_MS) / DAY_MS);
    agenda.after(LOOK_MS, look);
  };
  return {
    start: () => {
      if (aDay === 0) return;
      some(aDay);
      agenda.after(LOOK_MS, look);
    },
  };
}

function strayOf(lies: number, rng: Rng): number {
  const mark = rng.int(100);
  if (lies > 0 && mark < LOSS) return -Math.min(lies, 1 + rng.int(3));
  if (lies > 1 && mark < LOSS + HALF) return -Math.floor(lies / 2);
  return 1 + rng.int(2);
}
