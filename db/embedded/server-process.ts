import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";

/** Whether a process is there and not only waits to be forgotten. Says nothing about whose it is. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/\(.*\)/s, ""));
  } catch {
    return false;
  }
}

/**
 * Whether this process is the PostgreSQL server of this data folder. A number in a file says little after a power cut:
 * by then it may be anybody's.
 */
export function isServerOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  const [program = "", ...args] = commandOf(pid);
  return basename(program) === "postgres" && args.includes(data);
}

function commandOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // No /proc, as on macOS.
    const said = spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
    });
    return (said.stdout ?? "").trim().split(/\s+/);
  }
}

/** Whether somebody still works in this data folder, as what a killed server leaves behind for a moment does. */
export function isInUse(data: string): boolean {
  if (!existsSync("/proc") || !existsSync(data)) return false;
  const home = realpathSync(data);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      try {
        return readlinkSync(join("/proc", name, "cwd")) === home;
      } catch {
        return false;
      }
    });
}
