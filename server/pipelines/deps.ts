import type { Db } from "@/db/client";
import type { IdSource } from "@/db/ids";
import type { Account } from "@/server/domain/channels";
import type { ChannelAdapter, ChannelClient } from "@/server/ports/channel";
import type { Clock } from "@/server/ports/clock";
import type { FigureClient, FigureLimits } from "@/server/ports/figures";
import type { Reader } from "@/server/ports/reader";
import type { Vault } from "@/server/ports/vault";
import type { WmsClient } from "@/server/ports/wms";
import type { Bodies } from "./bodies";
import type { CapabilitiesOf, CatalogCache } from "./catalog";

/** Everything a verb may need, chosen once in `server/context.ts`. */
export type Deps = {
  db: Db;
  ids: IdSource;
  vault: Vault;
  /** Seals and opens what the log keeps. */
  bodies: Bodies;
  clock: Clock;
  catalog: CatalogCache;
  adapterOf: (protocol: string) => ChannelAdapter | null;
  capabilitiesOf: CapabilitiesOf;
  clientOf: (account: Account) => ChannelClient | null;
  /** How an account is told stock and prices; null where nobody asks, or nobody is reached. */
  figuresOf: (account: Account) => { limits: FigureLimits; client: FigureClient } | null;
  wmsOf: (account: Account) => WmsClient | null;
  reader: Reader;
  log: Log;
};

export type Log = {
  info: (detail: Record<string, unknown>, message: string) => void;
  warn: (detail: Record<string, unknown>, message: string) => void;
  error: (detail: Record<string, unknown>, message: string) => void;
};
