import type { Writable } from "node:stream";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { promptSocket } from "@/db/client";
import { migrateDb } from "@/db/migrate";
import { readCpu } from "../measure/cpu";
import type { Stand } from "../measure/stand";

/** Everything intake writes for an order. */
const TABLES = [
  "inbox",
  "orders",
  "order_lines",
  "reservations",
  "fulfilment_orders",
  "fulfilment_lines",
  "events",
  "decisions",
  "writebacks",
];
const ORDERS_PER_COMMIT = 500;

export type CopyRun = { orders: number; perSecond: number; cpuMicrosPerOrder: number };
export type Rows = { orders: number; tables: Map<string, string[]> };

/** The rows a run wrote, as COPY text. */
export async function takeRows(stand: Stand, fromOrder: number): Promise<Rows> {
  const sql = postgres(stand.cluster.url, { max: 1, onnotice: () => undefined });
  const tables = new Map<string, string[]>();
  for (const table of TABLES) {
    const stream = await sql
      .unsafe(
        `copy (select ${await columnsOf(sql, table)} from ${table} ${filterOf(table, fromOrder)}) to stdout`,
      )
      .readable();
    const chunks = await collect(stream);
    tables.set(
      table,
      Buffer.concat(chunks)
        .toString("utf8")
        .split("\n")
        .filter((line) => line !== ""),
    );
  }
  await sql.end();
  return { orders: tables.get("orders")?.length ?? 0, tables };
}

/** By events: the client's stream stops for good when it is read by iteration. */
function collect(stream: Readable): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.once("end", () => resolve(chunks));
    stream.once("error", reject);
  });
}

const KEYS: Record<string, string> = {
  orders: "id",
  fulfilment_orders: "id",
  decisions: "id",
  events: "id",
  inbox: "id",
  writebacks: "id",
};

/** Ids are handed out in rising blocks, so that a run's rows are those above the first id it took. */
function filterOf(table: string, from: number): string {
  if (table === "writebacks") return "";
  if (table === "inbox")
    return `where id >= (select min(inbox_id) from orders where id >= ${from})`;
  return `where ${KEYS[table] ?? (table.startsWith("fulfilment") ? "fulfilment_id" : "order_id")} >= ${from}`;
}

async function columnsOf(sql: postgres.Sql, table: string): Promise<string> {
  const rows = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`;
  return rows.map((r) => `"${r.name}"`).join(", ");
}

const databaseUrl = (stand: Stand, name: string) =>
  stand.cluster.url.replace(/\/postgres$/, `/${name}`);

/**
 * Empty databases for the limit, made before anything is measured: making one forces a checkpoint, and after a checkpoint
 * everybody's WAL is larger.
 */
export async function makeCopyDatabases(stand: Stand, names: readonly string[]): Promise<void> {
  const admin = postgres(stand.cluster.url, { max: 1, onnotice: () => undefined });
  for (const name of names) {
    await admin.unsafe(`create database ${name}`);
    await migrateDb(databaseUrl(stand, name));
  }
  await admin.end();
}

/**
 * The raw limit: the same rows into the same tables with the same indexes, by COPY on one connection, 500 orders to a
 * commit.
 */
export async function runCopy(stand: Stand, rows: Rows, name: string): Promise<CopyRun> {
  // The limit gets the same prompt socket as we have.
  const sql = postgres(databaseUrl(stand, name), {
    max: 1,
    connection: { application_name: "huiliu-copy" },
    onnotice: () => undefined,
    ...{ socket: promptSocket },
  });
  const columns = new Map<string, string>();
  for (const table of TABLES) columns.set(table, await columnsOf(sql, table));
  const commits = Math.ceil(rows.orders / ORDERS_PER_COMMIT);
  const cpu0 = readCpu([process.pid, stand.cluster.pid]);
  for (let i = 0; i < commits; i += 1) {
    await sql.begin(async (tx) => {
      for (const table of TABLES)
        await copyPart(tx, {
          table,
          columns: columns.get(table) ?? "",
          lines: rows.tables.get(table) ?? [],
          part: i,
          parts: commits,
        });
    });
  }
  const cpu1 = readCpu([process.pid, stand.cluster.pid]);
  await sql.end();
  const seconds = (cpu1.atMs - cpu0.atMs) / 1000;
  return {
    orders: rows.orders,
    perSecond: rows.orders / seconds,
    cpuMicrosPerOrder: ((cpu1.mineMs - cpu0.mineMs) * 1000) / rows.orders,
  };
}

type Part = { table: string; columns: string; lines: string[]; part: number; parts: number };

async function copyPart(
  tx: postgres.TransactionSql,
  { table, columns, lines, part, parts }: Part,
): Promise<void> {
  const from = Math.floor((lines.length * part) / parts);
  const to = Math.floor((lines.length * (part + 1)) / parts);
  if (from === to) return;
  const stream = (await tx.unsafe(`copy ${table} (${columns}) from stdin`).writable()) as Writable;
  await pipeline(Readable.from([`${lines.slice(from, to).join("\n")}\n`]), stream);
}
