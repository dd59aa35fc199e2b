import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** npm's own note of what it installed last. */
const INSTALLED = join("node_modules", ".package-lock.json");
const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/**
 * Packages to install: our own dependencies that are not there, and whatever is there in another version than the
 * lock names. What others depend on may be left out for a reason (another system, an option of npm).
 *
 * @param locked `packages` of the lock
 * @param installed the same of npm's note
 */
export function missingPackages(locked, installed, { dev }) {
  const { dependencies, devDependencies } = locked[""];
  const ours = Object.keys({ ...dependencies, ...(dev && devDependencies) });
  const absent = ours.map((name) => `node_modules/${name}`).filter((path) => !installed[path]);
  const others = Object.keys(locked).filter(
    (path) => installed[path] && installed[path].version !== locked[path].version,
  );
  return [...absent, ...others];
}

/**
 * Install what is missing in the folder we are in; nothing is asked of the network when all is there.
 *
 * @throws Error when npm fails; npm has said why by then
 */
export function installMissing({ dev }) {
  const installed = existsSync(INSTALLED) ? packagesOf(INSTALLED) : {};
  if (missingPackages(packagesOf("package-lock.json"), installed, { dev }).length === 0) return;
  process.stdout.write("· installing packages (about a minute, once)\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = spawnSync(npm, dev ? [...args, "--include=dev"] : args, {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (run.status !== 0) throw new Error("npm ci failed");
}
