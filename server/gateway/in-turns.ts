/** Taking from the front costs as much as the queue is long, so it is done for many at once. */
const FORGET_EACH = 1_000;

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
  const waiting: { begin: (how: "now" | "late") => void; sinceMs: number }[] = [];
  let [begun, taken, isCounting] = [0, 0, false];
  const count = (): void => {
    if (isCounting) return;
    isCounting = true;
    setImmediate(nextTurn);
  };
  const nextTurn = (): void => {
    isCounting = false;
    begun = 0;
    const now = performance.now();
    while (begun < each && taken < waiting.length) {
      const { begin, sinceMs } = waiting[taken] as (typeof waiting)[number];
      taken += 1;
      const isLate = now - sinceMs > waitMsMax;
      if (!isLate) begun += 1;
      begin(isLate ? "late" : "now");
    }
    // A queue that never empties must not keep whom it let in.
    if (taken === waiting.length || taken > FORGET_EACH) {
      waiting.splice(0, taken);
      taken = 0;
    }
    if (begun > 0) count();
  };
  return () => {
    count();
    if (begun < each && taken === waiting.length) {
      begun += 1;
      return Promise.resolve("now");
    }
    return new Promise((begin) => waiting.push({ begin, sinceMs: performance.now() }));
  };
}
