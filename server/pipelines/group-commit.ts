import { isPassing } from "@/db/passing-errors";

/** Many requests share one commit: what costs is the commit, not the row. */
export type GroupCommit<T> = {
  /** Resolves when the entry is durable; rejects when it could not be stored in time. */
  add: (entry: T) => Promise<void>;
  /** Everything added so far is stored or refused. */
  drain: () => Promise<void>;
  waiting: () => number;
  /** How long the first of those has waited, ms. */
  oldestMs: () => number;
};

type GroupCommitOptions = {
  /** Entries in one commit at most. */
  size: number;
  /** How long the first entry may wait for company; where commits are slow, twice as long as one takes, up to `waitMsMax`. */
  waitMs: number;
  waitMsMax: number;
  /** Commits under way at once. */
  parallel: number;
  /** After this an entry is refused although its commit may yet succeed: the sender tells it again, nothing is doubled. */
  deadlineMs: number;
};

type Waiting<T> = { entry: T; since: number; done: () => void; fail: (error: unknown) => void };

/**
 * Entries whose commit fails for what they carry are stored in halves until the bad one stands alone: one request must not
 * refuse its neighbours.
 *
 * @param store makes all entries durable together, or throws
 */
export function groupCommit<T>(
  store: (entries: T[]) => Promise<void>,
  options: GroupCommitOptions,
): GroupCommit<T> {
  let queue: Waiting<T>[] = [];
  let running = 0;
  let waitMs = options.waitMs;
  let draining = false;
  let timer: Later | null = null;
  let watch: NodeJS.Timeout | null = null;
  const idle: (() => void)[] = [];

  /** While commits hang, those who wait behind them are refused in time as well. */
  const refuseLate = (): void => {
    const latest = Date.now() - options.deadlineMs;
    refuse(queue.filter((one) => one.since <= latest));
    queue = queue.filter((one) => one.since > latest);
    watch = queue[0] ? setTimeout(refuseLate, queue[0].since - latest) : null;
  };

  const flush = (): void => {
    timer = null;
    while (queue.length > 0 && running < options.parallel) {
      running += 1;
      const batch = queue.splice(0, options.size);
      void storeInTime(store, batch, options.deadlineMs).then((took) => {
        // What costs is the commit: on a busy machine more requests share each.
        waitMs = clamp(2 * took, options.waitMs, options.waitMsMax);
        running -= 1;
        goOn();
      });
    }
  };

  /** After a commit: the next one, now or when its time is over, or nothing more to do. */
  const goOn = (): void => {
    if (queue.length >= options.size) flush();
    else if (queue.length > 0) timer ??= later(flush, draining ? 0 : restOf(queue[0], waitMs));
    else if (running === 0) for (const wake of idle.splice(0)) wake();
  };

  return {
    add: (entry) =>
      new Promise((done, fail) => {
        queue.push({ entry, since: Date.now(), done, fail });
        if (watch === null) watch = setTimeout(refuseLate, options.deadlineMs);
        if (queue.length >= options.size) flush();
        else timer ??= later(flush, waitMs);
      }),
    drain: () => {
      draining = true;
      timer?.cancel();
      timer = null;
      flush();
      return running === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
    waiting: () => queue.length,
    oldestMs: () => (queue[0] ? Date.now() - queue[0].since : 0),
  };
}

function refuse(late: readonly Waiting<unknown>[]): void {
  for (const one of late) one.fail(new Error("not stored in time"));
}

/** Those whose commit hangs are refused in time. @returns how long it took, ms */
async function storeInTime<T>(
  store: (entries: T[]) => Promise<void>,
  batch: readonly Waiting<T>[],
  deadlineMs: number,
): Promise<number> {
  const waited = Date.now() - Math.min(...batch.map((one) => one.since));
  const late = setTimeout(() => refuse(batch), deadlineMs - waited);
  const since = performance.now();
  await storeApart(store, batch);
  clearTimeout(late);
  return performance.now() - since;
}

async function storeApart<T>(
  store: (entries: T[]) => Promise<void>,
  batch: readonly Waiting<T>[],
): Promise<void> {
  try {
    await store(batch.map((one) => one.entry));
    for (const one of batch) one.done();
  } catch (error) {
    if (batch.length === 1 || isPassing(error)) {
      for (const one of batch) one.fail(error);
      return;
    }
    const middle = batch.length >> 1;
    await storeApart(store, batch.slice(0, middle));
    await storeApart(store, batch.slice(middle));
  }
}

type Later = { cancel: () => void };

/** After so many milliseconds; at once means after those who ask in this same turn, without a timer's millisecond. */
function later(run: () => void, ms: number): Later {
  if (ms <= 0) {
    const now = setImmediate(run);
    return { cancel: () => clearImmediate(now) };
  }
  const then = setTimeout(run, ms);
  return { cancel: () => clearTimeout(then) };
}

/** What is left of the wait of an entry that waited behind a commit. */
const restOf = (first: Waiting<unknown> | undefined, waitMs: number): number =>
  first ? Math.max(0, waitMs - (Date.now() - first.since)) : 0;

const clamp = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));
