import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Db, openDb } from "@/db/client";
import { clusterFolder } from "@/db/embedded/cluster";
import { INVARIANTS } from "@/db/verify/invariants";
import { BODIES, type OpenBodies, verifyInvariants } from "@/db/verify/verify";
import { localVault } from "@/server/adapters/vault/local/vault";
import { logBodies, readBodies } from "@/server/pipelines/bodies";

/**
 * `npm run verify`: every invariant against DATABASE_URL, or the running embedded database. Ends with 1 when one is
 * breached.
 */
const data = process.env.HUILIU_DATA ?? ".data";
const say = (line: string) => process.stdout.write(`${line}\n`);

function embeddedUrl(): string {
  const postmaster = join(clusterFolder(resolve(data)), "postmaster.pid");
  const secrets = join(data, "secrets.json");
  if (!existsSync(postmaster) || !existsSync(secrets))
    throw new Error("no database is running: start Huiliu or set DATABASE_URL");
  const { pg } = JSON.parse(readFileSync(secrets, "utf8")) as { pg: string };
  return `postgres://huiliu:${pg}@127.0.0.1:${readFileSync(postmaster, "utf8").split("\n")[3]?.trim()}/postgres`;
}

/** The keys of what lies sealed: from the environment, or where the product keeps them. Null where there are none. */
function bodiesOf(db: Db): OpenBodies | null {
  const file = join(data, "secrets.json");
  const named = process.env.HUILIU_PII_KEY;
  const pii =
    named ??
    (existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { pii: string }).pii : null);
  return pii === null ? null : readBodies(logBodies(db, localVault(pii), Date.now));
}

const db = openDb(process.env.DATABASE_URL ?? embeddedUrl(), { max: 1, name: "verify" });
try {
  const open = bodiesOf(db);
  const breaches = await verifyInvariants(db, open ?? undefined);
  const asked = open ? [...INVARIANTS, BODIES] : INVARIANTS;
  for (const { code, says } of asked) {
    const breach = breaches.find((b) => b.code === code);
    say(`${breach ? "✕" : "●"} ${code.padEnd(4)} ${says}${breach ? `: ${breach.count} rows` : ""}`);
    for (const row of breach?.rows ?? []) say(`    ${JSON.stringify(row)}`);
  }
  say(`${asked.length - breaches.length} held, ${breaches.length} breached`);
  process.exitCode = breaches.length > 0 ? 1 : 0;
} finally {
  await db.end();
}
