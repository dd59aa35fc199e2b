import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const QUIET_MS = 10_000;
const LOOK_MS = 50;
/** Nobody needs so long: what lies aside longer was left by one that died. */
const LEFT_MS = 3_600_000;

/**
 * A folder that is whole or not there: made aside, named when it is done, and made by one when many want it.
 * Being whole does not rest on the lock, which only saves the others the work.
 *
 * @param make fills the folder it is given
 * @param quietMs whoever holds the lock without a sign of life for so long is dead
 * @returns `folder`
 * @throws what `make` throws; then nothing is left
 */
export async function madeOnce(
  folder: string,
  make: (aside: string) => Promise<void>,
  quietMs = QUIET_MS,
): Promise<string> {
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const release = await lock(`${folder}.lock`, quietMs);
  try {
    if (!existsSync(folder)) await makeAside(folder, make);
  } finally {
    release();
  }
  return folder;
}

async function makeAside(folder: string, make: (aside: string) => Promise<void>): Promise<void> {
  sweep(folder);
  const aside = mkdtempSync(`${folder}.aside-`);
  try {
    await make(aside);
    chmodSync(aside, 0o755);
    renameSync(aside, folder);
  } catch (error) {
    // Somebody took us for dead and was quicker: theirs is as good as ours.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function sweep(folder: string): void {
  for (const name of readdirSync(dirname(folder))) {
    const path = join(dirname(folder), name);
    if (!name.startsWith(`${basename(folder)}.aside-`)) continue;
    if (Date.now() - (touched(path) ?? Date.now()) > LEFT_MS)
      rmSync(path, { recursive: true, force: true });
  }
}

/** @returns what gives the lock back */
async function lock(file: string, quietMs: number): Promise<() => void> {
  let seen: number | null = null;
  let sinceMs = performance.now();
  while (!taken(file)) {
    const now = touched(file);
    if (now === null || now !== seen) {
      seen = now;
      sinceMs = performance.now();
    } else if (performance.now() - sinceMs > quietMs) rmSync(file, { force: true });
    await pause(LOOK_MS);
  }
  const beat = setInterval(() => touch(file), quietMs / 4);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

function taken(file: string): boolean {
  try {
    closeSync(openSync(file, "wx"));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function touch(file: string): void {
  const now = new Date();
  if (existsSync(file)) utimesSync(file, now, now);
}

/** When it was touched last, in ms; null when it is gone. */
const touched = (path: string): number | null =>
  statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
