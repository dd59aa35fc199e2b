import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Db } from "@/db/client";
import { appendMessages, ensureGroup } from "@/db/log/inbox";
import { type Breach, verifyInvariants } from "@/db/verify/verify";
import { type Config, readConfig } from "@/server/config";
import { type Context, createContext } from "@/server/context";
import { prepareDemo } from "@/server/demo";
import { readBodies } from "@/server/pipelines/bodies";
import { consumeOnce } from "@/server/pipelines/consume";
import { INTAKE_GROUP, intakeBatch } from "@/server/pipelines/intake/intake-batch";
import { takeKnown } from "@/server/pipelines/repair/take-known";
import { takeContacts } from "@/server/pipelines/track/take-contacts";
import { takeLateFacts } from "@/server/pipelines/track/take-late-facts";
import { takePayments } from "@/server/pipelines/track/take-payments";
import { freshDatabase, type TestDatabase } from "./database";

export type Huiliu = {
  context: Context;
  database: TestDatabase;
  /** Append a body to the log as if the gateway had taken it in. */
  tell: (accountCode: string, topic: string, body: string) => Promise<void>;
  /** Let the consumers run until nothing is left. */
  drain: () => Promise<void>;
  /** The same, by a process with other parts. */
  drainAs: (context: Context) => Promise<void>;
  verify: () => Promise<Breach[]>;
  close: () => Promise<void>;
};

/** A Huiliu of one's own: a database with the demo city and the verbs, without servers. */
export async function freshHuiliu(settings: Record<string, string> = {}): Promise<Huiliu> {
  const database = await freshDatabase();
  const config: Config = readConfig({
    HUILIU_DATA: mkdtempSync(join(tmpdir(), "huiliu-data-")),
    HUILIU_LOG_LEVEL: "silent",
    ...settings,
  });
  const context = createContext(config, database.url, { name: "test", connections: 8 });
  await prepareDemo(context);
  await ensureGroup(context.db, INTAKE_GROUP);
  return {
    context,
    database,
    tell: async (accountCode, topic, body) => {
      const catalog = await context.catalog.get();
      const account = [...catalog.accounts.values()].find((a) => a.code === accountCode);
      if (!account) throw new Error(`no account ${accountCode}`);
      const bytes = Buffer.from(body, "utf8");
      const sha256 = createHash("sha256").update(bytes).digest();
      const base = { accountId: account.id, topic, lane: null, externalNo: null, sha256 };
      const message = { ...base, body: bytes, encoding: 0 };
      await appendMessages(context.db, await context.bodies.seal([message]));
    },
    drain: () => drainAs(context),
    drainAs,
    verify: () => verifyInvariants(context.db, readBodies(context.bodies)),
    close: async () => {
      await context.close();
      await database.close();
      rmSync(config.HUILIU_DATA, { recursive: true, force: true });
    },
  };
}

/** One batch of every lane that nobody else has. @returns messages taken */
export async function consumeIntake(context: Context, turn = 0): Promise<number> {
  const consumer = {
    group: INTAKE_GROUP,
    batch: 300,
    lanes: 16,
    handle: (tx: Parameters<typeof intakeBatch>[1], messages: Parameters<typeof intakeBatch>[2]) =>
      intakeBatch(context, tx, messages),
  };
  return await consumeOnce(context, consumer, turn);
}

async function drainAs(context: Context): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const taken = await consumeIntake(context, turn);
    const late =
      (await takeLateFacts(context)) +
      (await takePayments(context)) +
      (await takeContacts(context)) +
      (await takeKnown(context));
    if (taken + late === 0 && (await isDrained(context.db, INTAKE_GROUP))) return;
  }
}

/**
 * Whether a group has taken all there is. Reading nothing does not say so: readers stop below the oldest open
 * transaction of the whole server, and other tests have theirs.
 */
export async function isDrained(db: Db, group: string): Promise<boolean> {
  const [behind] = await db`
    select 1 from inbox i join log_consumers c on c.lane = i.lane and c.group_name = ${group}
    where (i.xid, i.id) > (c.position_xid, c.position_id) limit 1`;
  return behind === undefined;
}

let sequence = 0;

/** An order.created body of our own contract; every part can be changed. */
export function ownOrder(
  change: Record<string, unknown> = {},
  items: { sku: string; qty: number; fen?: number }[] = [{ sku: "K0001", qty: 1 }],
): string {
  sequence += 1;
  const lines = items.map((item, i) => ({
    line_id: String(i + 1),
    sku_code: item.sku,
    name: item.sku,
    qty: item.qty,
    unit_price_fen: item.fen ?? 1000,
    paid_fen: (item.fen ?? 1000) * item.qty,
  }));
  const total = lines.reduce((sum, l) => sum + l.paid_fen, 0);
  const order = {
    channel_order_id: `T${sequence}`,
    store_code: "store_s01",
    day_seq: sequence,
    status: "NEW",
    delivery_mode: "DELIVERY",
    expect: { type: "ASAP", from: null, to: null },
    buyer: { name: "张三", phone: "19900001234" },
    address: { text: "星光花园3幢2单元1201室", lng: 120.15, lat: 30.25, coord_sys: "GCJ02" },
    items: lines,
    amounts: {
      items_fen: total,
      package_fen: 0,
      delivery_fen: 0,
      discount_merchant_fen: 0,
      discount_platform_fen: 0,
      paid_fen: total,
    },
    remark: "",
    ...change,
  };
  return JSON.stringify({
    event: "order.created",
    event_id: `e${sequence}`,
    occurred_at: new Date().toISOString(),
    order,
  });
}
