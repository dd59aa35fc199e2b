/** What is to happen at which simulated moment. Nothing runs by itself: the engine calls `runDue` on every tick. */
export type Agenda = {
  at(simMs: number, what: () => void): void;
  after(delayMs: number, what: () => void): void;
  runDue(): void;
  size(): number;
};

type Entry = { atMs: number; what: () => void };

/** A binary heap on the moment; entries of one moment run in any order. */
export function createAgenda(simMs: () => number): Agenda {
  const heap: Entry[] = [];
  return {
    at: (atMs, what) => push(heap, { atMs, what }),
    after: (delayMs, what) => push(heap, { atMs: simMs() + delayMs, what }),
    runDue: () => {
      const now = simMs();
      for (let top = heap[0]; top !== undefined && top.atMs <= now; top = heap[0]) {
        popTop(heap);
        top.what();
      }
    },
    size: () => heap.length,
  };
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || parent.atMs <= entry.atMs) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = entry;
}

function popTop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const child = smallerChild(heap, at);
    const entry = heap[child];
    if (entry === undefined || entry.atMs >= last.atMs) break;
    heap[at] = entry;
    at = child;
  }
  heap[at] = last;
}

function smallerChild(heap: readonly Entry[], at: number): number {
  const left = at * 2 + 1;
  const a = heap[left];
  const b = heap[left + 1];
  return a !== undefined && b !== undefined && b.atMs < a.atMs ? left + 1 : left;
}
