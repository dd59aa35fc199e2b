import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../pipelines/deps";

export type Loop = { stop: () => Promise<void>; poke: () => void };

const FAULT_MS = 250;
const FAULT_MS_MAX = 5_000;

/**
 * Do a thing again and again: at once while there is work, after a rest when there is none, after a growing while when
 * it failed. One failure never ends the loop.
 *
 * @param work returns how much it did
 * @param restMs how long to wait when it did nothing; `poke` ends the rest
 */
export function startLoop(
  name: string,
  log: Log,
  restMs: number,
  work: (turn: number) => Promise<number>,
): Loop {
  const stopping = new AbortController();
  let wake = new AbortController();
  let poked = false;
  const rest = async (ms: number): Promise<void> => {
    if (poked || stopping.signal.aborted) return;
    wake = new AbortController();
    await pause(ms, undefined, { signal: wake.signal }).catch(() => undefined);
  };
  const run = async (): Promise<void> => {
    let faults = 0;
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      poked = false;
      try {
        const done = await work(turn);
        faults = 0;
        if (done === 0) await rest(restMs);
      } catch (error) {
        faults += 1;
        log.warn(
          { name, cause: error instanceof Error ? error.message : String(error) },
          "loop will try again",
        );
        await pause(Math.min(FAULT_MS_MAX, FAULT_MS * 2 ** Math.min(faults, 5)), undefined, {
          signal: stopping.signal,
        }).catch(() => undefined);
      }
    }
  };
  const ended = run();
  return {
    poke: () => {
      poked = true;
      wake.abort();
    },
    stop: () => {
      stopping.abort();
      wake.abort();
      return ended;
    },
  };
}
