import { request } from "node:http";
import { percentile } from "../measure/percentile";

export type ProbeTimes = {
  p50: number;
  p99: number;
  max: number;
  statuses: Record<string, number>;
};

/**
 * Somebody who comes now and then over a connection of his own, from a process that does nothing else: what he waits is
 * the door's doing and not a load client's.
 *
 * @param make the next request; a body makes it a POST
 */
export function startProbe(
  origin: string,
  everyMs: number,
  make: () => { path: string; headers: Record<string, string>; body?: Buffer },
): { stop: () => Promise<ProbeTimes> } {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const open = new Set<Promise<void>>();
  const knock = (): Promise<void> =>
    new Promise((done) => {
      const since = performance.now();
      const { path, headers, body } = make();
      const end = (status: number): void => {
        times.push(performance.now() - since);
        statuses[status] = (statuses[status] ?? 0) + 1;
        done();
      };
      const call = request(
        new URL(path, origin),
        { method: body ? "POST" : "GET", headers, agent: false },
        (response) => {
          response.resume();
          response.on("end", () => end(response.statusCode ?? 0));
        },
      );
      call.on("error", () => end(0));
      call.end(body);
    });
  const timer = setInterval(() => {
    const one = knock();
    open.add(one);
    void one.then(() => open.delete(one));
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      const sorted = times.sort((a, b) => a - b);
      const round = (ms: number) => Math.round(ms);
      return {
        p50: round(percentile(sorted, 0.5)),
        p99: round(percentile(sorted, 0.99)),
        max: round(sorted.at(-1) ?? 0),
        statuses,
      };
    },
  };
}
