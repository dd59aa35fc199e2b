import { chownSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** PostgreSQL refuses to run as root, so root lends it another user. */
export type ServerUser = { uid: number; gid: number } | null;

/**
 * The user the server runs as.
 *
 * @returns null when we are an ordinary user ourselves; else `postgres` where it exists, `nobody` where it doesn't
 */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(":");
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    "PostgreSQL cannot run as root and there is neither a postgres nor a nobody user",
  );
}

/** A folder only the server's user may enter; its parents stay open to pass through. */
export function privateFolder(path: string, user: ServerUser): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}
