/** Whoever came too late costs little, but not nothing. */
const LATE_EACH = 20;

type Waiting = {
  begin: (how: "now" | "late") => void;
  sinceMs: number;
  next: Waiting | null;
};

/**
 * Lets some requests begin in each turn of the event loop, the others in the next ones, in the order they came. A turn that
 * took everything that had arrived would last as long as all of it, and a turn accepts one new connection: who comes anew
 * would wait for minutes behind those who are connected.
 *
 * @param each requests a turn
 * @param waitMsMax whoever waited longer is told so: an answer would come too late
 * @returns a gate; "late" where the wait was too long
 */
export function inTurns(each: number, waitMsMax: number): () => Promise<"now" | "late"> {
  // A chain and no array: it keeps nobody who was let in, also when it never empties.
  let first: Waiting | null = null;
  let last: Waiting | null = null;
  let [begun, isCounting] = [0, false];
  const count = (): void => {
    if (isCounting) return;
    isCounting = true;
    setImmediate(nextTurn);
  };
  const nextTurn = (): void => {
    isCounting = false;
    begun = 0;
    let late = 0;
    const now = performance.now();
    while (first && begun < each && late < LATE_EACH) {
      const isLate = now - first.sinceMs > waitMsMax;
      if (isLate) late += 1;
      else begun += 1;
      first.begin(isLate ? "late" : "now");
      first = first.next;
    }
    if (!first) last = null;
    if (begun + late > 0) count();
  };
  const stand = (begin: Waiting["begin"]): void => {
    const own: Waiting = { begin, sinceMs: performance.now(), next: null };
    if (last) last.next = own;
    else first = own;
    last = own;
  };
  return () => {
    count();
    if (begun < each && !first) {
      begun += 1;
      return Promise.resolve("now");
    }
    return new Promise(stand);
  };
}
