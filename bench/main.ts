import { runFuzz } from "./fuzz/run";
import { runHotSku } from "./hot-sku/run";
import { runIntake } from "./intake/run";
import type { BenchOptions } from "./options";
import { runOverload } from "./overload/run";
import { runStockSync } from "./stock-sync/run";
import { runWall } from "./wall/run";

/** `npm run bench -- <name> [--json] [--long]`: each benchmark measures its own raw limit in the same run. */
const BENCHES: Record<string, (options: BenchOptions) => Promise<Record<string, unknown>>> = {
  fuzz: runFuzz,
  "hot-sku": runHotSku,
  intake: runIntake,
  overload: runOverload,
  "stock-sync": runStockSync,
  wall: runWall,
};

const [name = "", ...flags] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(`npm run bench -- <${Object.keys(BENCHES).join("|")}> [--json] [--long]\n`);
  process.exit(2);
}
const isJson = flags.includes("--json");
const result = await bench({
  isLong: flags.includes("--long"),
  say: (line) => process.stderr.write(`${line}\n`),
});
if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
else
  for (const [key, value] of Object.entries(result))
    process.stdout.write(`${key.padEnd(24)}${value}\n`);
process.exit(0);
