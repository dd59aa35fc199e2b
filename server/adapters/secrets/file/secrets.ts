import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What must stay secret and must stay the same: made once on this machine, kept in one file only its owner reads. */
export type Secrets = {
  pg: string;
  pii: string;
  auth: string;
  kiosk: string;
  demoPassword: string;
  accounts: Record<string, string>;
};

/**
 * The secrets of this installation; made on first use.
 *
 * @param accounts codes of the channel accounts that need one
 */
export function loadSecrets(path: string, accounts: readonly string[]): Secrets {
  const held = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Partial<Secrets>) : {};
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  const secrets: Secrets = {
    pg: held.pg ?? hex(16),
    pii: held.pii ?? hex(32),
    auth: held.auth ?? hex(32),
    kiosk: held.kiosk ?? hex(16),
    demoPassword: held.demoPassword ?? `hl-${hex(4)}`,
    accounts: { ...Object.fromEntries(accounts.map((code) => [code, hex(16)])), ...held.accounts },
  };
  if (JSON.stringify(held) !== JSON.stringify(secrets)) write(path, secrets);
  return secrets;
}

function write(path: string, secrets: Secrets): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/**
 * The secret an account's row points at.
 *
 * @param ref `file:meituan-1` (our file) or `env:MEITUAN_SECRET`
 * @returns null when there is none, so that the account is refused and not signed with an empty key
 */
export function resolveSecret(
  ref: string,
  secrets: Secrets,
  env: NodeJS.ProcessEnv,
): string | null {
  const [kind, name = ""] = ref.split(/:(.*)/s);
  if (kind === "file") return secrets.accounts[name] ?? null;
  if (kind === "env") return env[name] || null;
  return null;
}
