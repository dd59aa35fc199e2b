import { expect, test } from "vitest";
import { parseCli, scenarioList } from "./cli";
import { runWorld } from "./run";
import { SCENARIOS } from "./scenarios";
import { USUAL_WAREHOUSE } from "./warehouse/warehouse";

test("parseCli: what is given wins over the scenario and the defaults", () => {
  const parsed = parseCli([
    "--scenario",
    "chaos",
    "--rate",
    "5/s",
    "--duplicates=100",
    "--minutes",
    "2",
    "--drift-bps",
    "0",
  ]);
  if (!parsed.ok || parsed.request.kind !== "run") throw new Error("should run");
  const { options } = parsed.request;
  expect(options.ratePerMinute).toBe(300);
  expect(options.faults.duplicates).toBe(100);
  expect(options.faults.lostPush).toBe(500);
  expect(options.warehouse).toEqual({ ...USUAL_WAREHOUSE, driftBps: 0 });
  expect([options.minutes, options.port, options.seed]).toEqual([2, 3_200, 7]);
});

test.each([
  ["--rate", ["--rate", "many"]],
  ["--scenario", ["--scenario", "holiday"]],
  ["--duplicates", ["--duplicates", "20000"]],
  ["--gateway", ["--gateway", "here"]],
  ["--port", ["--port", "1.5"]],
  ["--minutes", ["--minutes"]],
  ["--pick-seconds", ["--pick-seconds", "40-20"]],
  ["--drift-bps", ["--drift-bps", "10001"]],
  ["--snapshot-minutes", ["--snapshot-minutes", "soon"]],
  ["--what", ["--what", "1"]],
])("parseCli: a bad %s gives one line that names it, exit 2", async (flag, argv) => {
  const lines: string[] = [];
  const streams = { out: () => {}, err: (text: string) => void lines.push(text) };
  expect(await runWorld(argv, streams, new AbortController().signal)).toBe(2);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^${flag}: .+\n$`));
});

test("scenarioList: a line each, and every level stays sane all day", () => {
  expect(scenarioList().trimEnd().split("\n")).toHaveLength(SCENARIOS.length);
  for (const scenario of SCENARIOS) {
    for (let hour = 0; hour < 24; hour += 1) {
      const at = hour * 3_600_000;
      const level = scenario.level({ simMs: at, elapsedMs: at, runMs: 24 * 3_600_000 });
      expect(level).toBeGreaterThan(0.1);
      expect(level).toBeLessThan(4);
    }
  }
});
