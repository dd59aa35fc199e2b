import { spawn } from "node:child_process";
import { join } from "node:path";
import { installMissing } from "./packages.mjs";

/** `npm run check`: types, lint and format, import rules, tidy. One line a check; what is wrong is shown below it. */
const FLOORS = ["app", "components", "server", "db", "bench", "scripts"];
const bin = (...parts) => join("node_modules", ...parts);
const CHECKS = [
  { name: "types", args: [bin("typescript", "bin", "tsc"), "--noEmit"] },
  {
    name: "lint",
    args: [bin("@biomejs", "biome", "bin", "biome"), "check", ".", "--error-on-warnings"],
  },
  {
    name: "imports",
    args: [
      bin("dependency-cruiser", "bin", "dependency-cruise.mjs"),
      "--config",
      ".dependency-cruiser.cjs",
      "--no-progress",
      ...FLOORS,
    ],
  },
  {
    name: "tidy",
    args: [bin("vitest", "vitest.mjs"), "run", "--project", "rules", "tests/tidy.test.ts"],
  },
];

function run({ name, args }) {
  const since = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("close", (code) => {
      const seconds = ((performance.now() - since) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? "●" : "✕"} ${name.padEnd(8)} ${seconds} s\n`);
      if (code !== 0) process.stdout.write(`${said.trimEnd()}\n`);
      resolve(code === 0);
    });
  });
}

/** Types take as long as all the rest: two at a time. */
async function runAll() {
  const [types, ...rest] = CHECKS;
  const others = async () => {
    const results = [];
    for (const check of rest) results.push(await run(check));
    return results;
  };
  const [first, then] = await Promise.all([run(types), others()]);
  return [first, ...then];
}

process.chdir(join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, ".."));
installMissing({ dev: true });
process.exit((await runAll()).every(Boolean) ? 0 : 1);
