import type { FaultRates } from "./faults";
import type { WorldOptions } from "./options";
import { USUAL_WEATHER } from "./platform/weather/weather";
import { findScenario, SCENARIOS } from "./scenarios";
import { USUAL_WAREHOUSE, type WarehouseHabits } from "./warehouse/warehouse";

type CliRequest = { kind: "list" } | { kind: "help" } | { kind: "run"; options: WorldOptions };
type CliResult = { ok: true; request: CliRequest } | { ok: false; line: string };

const FAULT_FLAGS: Record<string, keyof FaultRates> = {
  "--duplicates": "duplicates",
  "--reorder": "reorder",
  "--delay": "delay",
  "--late-cancel": "lateCancel",
  "--partial-refund": "partialRefund",
  "--bad-signature": "badSignature",
  "--lost-push": "lostPush",
  "--degraded": "degraded",
};
const VALUE_FLAGS = new Set([
  "--seed",
  "--scenario",
  "--rate",
  "--minutes",
  "--linger",
  "--speed",
  "--gateway",
  "--callback-base",
  "--port",
  "--secrets",
  "--truth",
  "--accept-minutes",
  "--pick-seconds",
  "--drift-bps",
  "--snapshot-minutes",
  ...Object.keys(FAULT_FLAGS),
]);

export const HELP = `npm run world -- [flags]
  --scenario NAME (steady)   --list shows them
  --rate N (40)              orders a minute over all channels at level 1; 5/s for a second
  --minutes N (0 = for ever) --seed N (7)  --speed N (1)
  --linger N (0)             minutes the platforms and riders go on after the last order
  --gateway URL (http://127.0.0.1:3100)  --callback-base URL (http://localhost:3100)
  --port N (3200)            the platforms' API
  --secrets FILE (.data/secrets.json)    --truth FILE (none)
  --accept-minutes N (5)     platform orders not accepted by then are cancelled; 0 never
  --pick-seconds A-B (20-40) time to pick a line
  --drift-bps N (200)        shelves of ten thousand that go wrong in a day: theft, goods in another's place
  --snapshot-minutes N (30)  between two snapshots the warehouse sends of a shop; 0 none
  faults in basis points of orders: ${Object.keys(FAULT_FLAGS).join(" ")}
`;

class FlagError extends Error {}

/** The command line, checked: a bad flag gives one line that names it. */
export function parseCli(argv: readonly string[]): CliResult {
  try {
    if (argv.includes("--list")) return { ok: true, request: { kind: "list" } };
    if (argv.includes("--help")) return { ok: true, request: { kind: "help" } };
    return { ok: true, request: { kind: "run", options: optionsOf(flagsOf(argv)) } };
  } catch (error) {
    if (error instanceof FlagError) return { ok: false, line: error.message };
    throw error;
  }
}

/** One line a scenario. */
export function scenarioList(): string {
  return SCENARIOS.map(({ name, line }) => `${name.padEnd(14)}${line}\n`).join("");
}

function flagsOf(argv: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  const words = argv.flatMap((word) => (word.startsWith("--") ? word.split(/=(.*)/s, 2) : [word]));
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i] ?? "";
    const value = words[i + 1];
    if (!VALUE_FLAGS.has(name)) throw new FlagError(`${name}: unknown flag (see --help)`);
    if (value === undefined || value.startsWith("--"))
      throw new FlagError(`${name}: needs a value`);
    flags.set(name, value);
  }
  return flags;
}

function optionsOf(flags: Map<string, string>): WorldOptions {
  const name = flags.get("--scenario") ?? "steady";
  const scenario = findScenario(name);
  if (scenario === null) throw new FlagError(`--scenario: no scenario ${name} (see --list)`);
  return {
    seed: whole(flags, "--seed", { usual: 7, least: 0, most: 2_147_483_647 }),
    scenario,
    ratePerMinute: rateOf(flags.get("--rate") ?? "40"),
    minutes: amount(flags, "--minutes", { usual: 0, least: 0, most: 1_000_000 }),
    lingerMinutes: amount(flags, "--linger", { usual: 0, least: 0, most: 1_000 }),
    speed: amount(flags, "--speed", { usual: 1, least: 0.1, most: 1_000 }),
    gateway: address(flags, "--gateway", "http://127.0.0.1:3100"),
    callbackBase: address(flags, "--callback-base", "http://localhost:3100"),
    port: whole(flags, "--port", { usual: 3_200, least: 0, most: 65_535 }),
    secretsPath: flags.get("--secrets") ?? ".data/secrets.json",
    truthPath: flags.get("--truth") ?? null,
    faults: faultsOf(flags, scenario.faults),
    weather: USUAL_WEATHER,
    acceptMinutes: amount(flags, "--accept-minutes", { usual: 5, least: 0, most: 10_000 }),
    pickSeconds: rangeOf(flags.get("--pick-seconds") ?? "20-40"),
    warehouse: warehouseOf(flags),
  };
}

function warehouseOf(flags: Map<string, string>): WarehouseHabits {
  const { driftBps, snapshotMinutes } = USUAL_WAREHOUSE;
  return {
    ...USUAL_WAREHOUSE,
    driftBps: whole(flags, "--drift-bps", { usual: driftBps, least: 0, most: 10_000 }),
    snapshotMinutes: amount(flags, "--snapshot-minutes", {
      usual: snapshotMinutes,
      least: 0,
      most: 1_440,
    }),
  };
}

function faultsOf(flags: Map<string, string>, usual: FaultRates): FaultRates {
  const faults = { ...usual };
  for (const [flag, key] of Object.entries(FAULT_FLAGS)) {
    faults[key] = whole(flags, flag, { usual: usual[key], least: 0, most: 10_000 });
  }
  return faults;
}

type Bounds = { usual: number; least: number; most: number };

function amount(flags: Map<string, string>, flag: string, bounds: Bounds): number {
  const text = flags.get(flag);
  if (text === undefined) return bounds.usual;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= bounds.least && value <= bounds.most)) {
    throw new FlagError(`${flag}: a number from ${bounds.least} to ${bounds.most}, got ${text}`);
  }
  return value;
}

function whole(flags: Map<string, string>, flag: string, bounds: Bounds): number {
  const value = amount(flags, flag, bounds);
  if (!Number.isInteger(value)) throw new FlagError(`${flag}: a whole number, got ${value}`);
  return value;
}

function rateOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(\/s)?$/.exec(text);
  const rate = Number(match?.[1]) * (match?.[2] ? 60 : 1);
  if (!(rate > 0 && rate <= 600_000)) {
    throw new FlagError(`--rate: orders a minute (50) or a second (5/s), got ${text}`);
  }
  return rate;
}

function rangeOf(text: string): readonly [number, number] {
  const match = /^(\d+)-(\d+)$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!(from <= to && to <= 3_600)) {
    throw new FlagError(`--pick-seconds: two whole numbers like 20-40, got ${text}`);
  }
  return [from, to];
}

function address(flags: Map<string, string>, flag: string, usual: string): string {
  const text = flags.get(flag) ?? usual;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new FlagError(`${flag}: an address like ${usual}, got ${text}`);
  }
  return text.replace(/\/+$/, "");
}
