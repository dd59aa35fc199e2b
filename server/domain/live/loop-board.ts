import type { FailingLoop } from "./failing-loop";

/** What the loops of this process are at: seen on the page 系统 through the process's beat. */
export type LoopBoard = {
  failed: (name: string, cause: string) => void;
  worked: (name: string) => void;
  /** Loops that fail in a row, the longest first. */
  failing: () => FailingLoop[];
};

/**
 * Keeps what loops are at.
 *
 * @param now epoch milliseconds
 */
export function loopBoard(now: () => number): LoopBoard {
  const rows = new Map<string, FailingLoop>();
  return {
    failed: (name, cause) => {
      const known = rows.get(name);
      if (known) Object.assign(known, { faults: known.faults + 1, cause });
      else rows.set(name, { name, faults: 1, cause, since: now() });
    },
    worked: (name) => void rows.delete(name),
    failing: () => [...rows.values()].sort((a, b) => a.since - b.since),
  };
}
