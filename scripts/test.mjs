import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseBrowser, nodeComplaint, postgresComplaint } from "./machine.mjs";
import { installMissing } from "./packages.mjs";

/**
 * `npm test`: install what is missing, build, run every test once and the rules again in two other time zones.
 * Arguments go to vitest, so that `npm test -- intake` runs what is called so. The last line is the count.
 */
const OTHER_ZONES = ["America/New_York", "Asia/Shanghai"];
const say = (line) => process.stdout.write(`${line}\n`);

process.chdir(join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, ".."));
const wanted = process.argv.slice(2);
const thisMachine = { platform: process.platform, arch: process.arch, env: process.env };

/** What all the tests need of this machine. Some of them may need less, and say it themselves. */
function checkMachine() {
  const old = nodeComplaint(process.versions.node);
  if (old) throw new Error(old);
  if (wanted.length > 0) return;
  const complaint = postgresComplaint(thisMachine);
  if (complaint) throw new Error(complaint);
  chooseBrowser({ ...thisMachine, exists: existsSync });
}

/** One vitest run. @returns what passed, failed and was skipped, with the names of what failed */
async function runVitest(args, env) {
  const folder = mkdtempSync(join(tmpdir(), "huiliu-results-"));
  const file = join(folder, "results.json");
  const code = await new Promise((resolve) => {
    const program = join("node_modules", "vitest", "vitest.mjs");
    const report = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const child = spawn(process.execPath, [program, "run", ...report, ...args], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child.kill(signal));
    child.on("close", resolve);
  });
  const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  rmSync(folder, { recursive: true, force: true });
  return count(results, code);
}

function count(results, code) {
  const files = results?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults.map((one) => ({ ...one, file })));
  const failed = tests.filter((one) => one.status === "failed");
  const passed = tests.filter((one) => one.status === "passed");
  // A file that did not load, or whose set-up failed, failed though no test of it did.
  const broken = files.filter(
    (file) => file.status === "failed" && !failed.some((one) => one.file === file),
  );
  const names = [
    ...failed.map((one) => `${short(one.file.name)}: ${one.fullName}${why(one.failureMessages)}`),
    ...broken.map((file) => `${short(file.name)}: did not run${why([file.message])}`),
  ];
  if (code !== 0 && names.length === 0) names.push(`vitest ended with ${code ?? "a signal"}`);
  const skipped = tests.length - passed.length - failed.length;
  return { passed: passed.length, failed: names.length, skipped, names };
}

const WHY_LINES = 12;
const WHY_WIDTH = 300;

/** The beginning of what a test said when it failed, under its name: whoever sees only the end of a long log sees it too. */
function why(messages) {
  const lines = (messages?.[0] ?? "").split("\n").filter((line) => line.trim() !== "");
  const shown = lines.slice(0, WHY_LINES).map((line) => `\n    ${line.slice(0, WHY_WIDTH)}`);
  return shown.join("");
}

const short = (file) => file.replace(`${process.cwd()}/`, "");

async function runAll() {
  const total = { passed: 0, failed: 0, skipped: 0, names: [] };
  const add = (sum, where) => {
    for (const key of ["passed", "failed", "skipped"]) total[key] += sum[key];
    total.names.push(...sum.names.map((name) => name.replace(/(?=\n|$)/, where)));
  };
  checkMachine();
  installMissing({ dev: true });
  const { build } = await import("./build.mjs");
  await build();
  add(await runVitest(wanted, {}), "");
  if (wanted.length > 0) return total;
  for (const TZ of OTHER_ZONES) {
    say(`· the rules again with TZ=${TZ}`);
    // Each file had a process of its own in the first round; here it is about the zone, and they share some.
    add(await runVitest(["--project", "rules", "--no-isolate"], { TZ }), ` (TZ=${TZ})`);
  }
  return total;
}

const total = await runAll().catch((error) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  names: [error instanceof Error ? error.message : String(error)],
}));
for (const name of total.names) say(`✕ ${name}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
say(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
