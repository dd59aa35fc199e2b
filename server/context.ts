import { join } from "node:path";
import pino from "pino";
import { type Db, openDb } from "@/db/client";
import { idSource } from "@/db/ids";
import { CHANNEL_ADAPTERS } from "./adapters/channels/all";
import { threadReader } from "./adapters/reading/thread/thread-reader";
import { loadSecrets, resolveSecret, type Secrets } from "./adapters/secrets/file/secrets";
import { localVault } from "./adapters/vault/local/vault";
import type { Config } from "./config";
import { type Account, UNKNOWN_CAPABILITIES } from "./domain/channels";
import { DEMO_ACCOUNTS } from "./domain/demo/accounts";
import type { Instant } from "./domain/kernel/instant";
import { type LoopBoard, loopBoard } from "./domain/live/loop-board";
import { logBodies } from "./pipelines/bodies";
import { type CapabilitiesOf, catalogCache } from "./pipelines/catalog";
import type { Deps } from "./pipelines/deps";
import type { ChannelAdapter, ChannelClient } from "./ports/channel";
import type { WmsClient } from "./ports/wms";

export type Context = Deps & {
  config: Config;
  secrets: Secrets;
  adapters: readonly ChannelAdapter[];
  secretOf: (account: Account) => string | null;
  loops: LoopBoard;
  close: () => Promise<void>;
};

/** Beside this file, in the sources as in what is built of them. */
const READING_THREAD = new URL(
  `./reading-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);

export const secretsOf = (config: Config): Secrets =>
  loadSecrets(
    join(config.HUILIU_DATA, "secrets.json"),
    DEMO_ACCOUNTS.map((a) => a.code),
  );

/** How a process uses the database. */
type DatabaseUse = {
  /** Whose connections they are, as the database shows them. */
  name: string;
  /** At most. */
  connections: number;
  /** A statement may take so long; 0 for ever. */
  statementSeconds?: number;
};

/** Wire one process: the one place that chooses adapters. */
export function createContext(
  config: Config,
  url: string,
  { name, connections, statementSeconds = 0 }: DatabaseUse,
): Context {
  const secrets = secretsOf(config);
  const db: Db = openDb(url, { max: connections, name, statementSeconds });
  // A transaction that asks for ids or the catalog must not wait for a connection that other transactions hold.
  const aside: Db = openDb(url, { max: 1, name: `${name}-aside` });
  const byProtocol = new Map(CHANNEL_ADAPTERS.map((a) => [a.protocol, a]));
  const capabilitiesOf: CapabilitiesOf = ({ protocol, channel }) =>
    byProtocol.get(protocol)?.capabilitiesOf(channel) ?? UNKNOWN_CAPABILITIES;
  const clients = new Map<string, Clients>();
  const vault = localVault(config.HUILIU_PII_KEY ?? secrets.pii);
  const secretOf = (account: Account) => resolveSecret(account.secretRef, secrets, process.env);
  const of = (account: Account): Clients => {
    const key = `${account.id}|${account.config.apiBase}|${JSON.stringify(account.config.figures ?? {})}`;
    const known = clients.get(key);
    if (known) return known;
    const made = makeClients(byProtocol.get(account.protocol), account, secretOf(account));
    clients.set(key, made);
    return made;
  };
  const log = pino({ level: config.HUILIU_LOG_LEVEL, base: { role: name } }, pino.destination(2));
  const reader = threadReader(READING_THREAD, (error) => log.error({ error }, "reading thread"));
  return {
    config,
    secrets,
    db,
    ids: idSource(aside),
    vault,
    bodies: logBodies(aside, vault, Date.now),
    clock: { now: () => Date.now() as Instant },
    catalog: catalogCache(aside, capabilitiesOf),
    capabilitiesOf,
    adapters: CHANNEL_ADAPTERS,
    adapterOf: (protocol) => byProtocol.get(protocol) ?? null,
    secretOf,
    loops: loopBoard(Date.now),
    clientOf: (account) => of(account).orders,
    figuresOf: (account) => of(account).figures,
    wmsOf: (account) => of(account).wms,
    reader,
    log,
    close: async () => {
      await Promise.all([reader.stop(), db.end({ timeout: 1 }), aside.end({ timeout: 1 })]);
    },
  };
}

type Clients = {
  orders: ChannelClient | null;
  figures: ReturnType<Deps["figuresOf"]>;
  wms: WmsClient | null;
};

function makeClients(
  adapter: ChannelAdapter | undefined,
  account: Account,
  secret: string | null,
): Clients {
  if (!adapter || secret === null || account.config.apiBase === null)
    return { orders: null, figures: null, wms: null };
  const { client, figures, wms } = adapter;
  return {
    orders: client?.(account, secret) ?? null,
    figures: figures && {
      limits: { ...figures.limits, ...account.config.figures },
      client: figures.client(account, secret),
    },
    wms: wms?.(account, secret) ?? null,
  };
}
