import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDb } from "@/db/client";
import { startCluster } from "@/db/embedded/cluster";
import { startWorker, type Worker } from "@/server/roles/worker";
import {
  type Block,
  blocksOf,
  inlineCommands,
  isRun,
  NOT_RUN,
  PAGES,
  runScript,
} from "./doc-commands";
import { type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

const TOOLS = ["curl", "openssl", "od", "tar"];
const hasTools = TOOLS.every((tool) => spawnSync(tool, ["--help"]).error === undefined);

const shell = PAGES.flatMap(blocksOf).filter((block) => block.language === "sh");
/** Blocks about the data folder have their own test: there must be no database running in it. */
const isAboutData = ({ text }: Block): boolean => /^(tar|rm) /m.test(text);

let dir: string;
let huiliu: Huiliu | null = null;
let door: Door | null = null;
let worker: Worker | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "huiliu-typed-"));
  chmodSync(dir, 0o755);
});
afterEach(async () => {
  await worker?.stop();
  await door?.stop();
  await huiliu?.close();
  [worker, door, huiliu] = [null, null, null];
  rmSync(dir, { recursive: true, force: true });
});

/** The demo with a real door and a real engine, and a folder in which somebody types. */
async function startDemo(): Promise<{ huiliu: Huiliu; env: Record<string, string> }> {
  const started = await freshHuiliu();
  huiliu = started;
  const { context, database } = started;
  worker = await startWorker(context, { batch: 100, consumers: 1 });
  door = await openDoor(context, worker.poke);
  const gateway = `http://127.0.0.1:${door.port}`;
  // Nobody is called back: where the demo's platforms would be may stand somebody else's.
  const base = JSON.stringify({ callbackBase: gateway, apiBase: null });
  await context.db.unsafe(`update channel_accounts set config = config || '${base}'`);
  const isSeen = async () =>
    [...(await context.catalog.refresh()).accounts.values()].every(
      (account) => account.config.callbackBase === gateway,
    );
  await expect.poll(isSeen).toBe(true);
  symlinkSync(context.config.HUILIU_DATA, join(dir, ".data"));
  const env = {
    GATEWAY: gateway,
    DATABASE_URL: database.url,
    HUILIU_DATA: context.config.HUILIU_DATA,
  };
  return { huiliu: started, env };
}

/** The world for a moment, at this gateway: every flag that is named twice counts as named last. */
const atThis = (command: string, env: Record<string, string>): string =>
  command.replace(
    /^(npm run world -- --scenario .*)$/m,
    `$1 --minutes 0.05 --speed 10 --port 0 --gateway ${env.GATEWAY} --callback-base ${env.GATEWAY} --secrets ${env.HUILIU_DATA}/secrets.json`,
  );

test("every command that the pages tell somebody to type is run here, or is known not to be", () => {
  const inline = PAGES.flatMap(inlineCommands);
  const all = [...shell.map((block) => block.text), ...inline].join("\n");
  expect(NOT_RUN.filter(([form]) => !form.test(all)).map(([, why]) => why)).toEqual([]);
  expect(shell.filter(({ text }) => isRun(text)).length).toBeGreaterThan(6);
});

test.skipIf(!hasTools)(
  "what README, integrate and operate say to type into a started demo works as it stands there",
  async () => {
    const { huiliu, env } = await startDemo();
    const blocks = shell.filter((block) => isRun(block.text) && !isAboutData(block));
    const inline = PAGES.flatMap(inlineCommands).filter(isRun);
    const script = [...blocks.map((block) => block.text), ...new Set(inline)].join("\n");
    const ran = await runScript(atThis(script, env), { cwd: dir, env });
    expect(ran.code, `${ran.err}\n${ran.out}`).toBe(0);
    // Signed by hand: an order that was waited for, a push of 美团, a checkout, a till, devices, a warehouse.
    expect(ran.out.match(/^.*"code":"(?!OK")[A-Z_]+".*$/gm) ?? []).toEqual([]);
    expect(ran.out.match(/"code":0/g)?.length).toBeGreaterThanOrEqual(8);
    expect(ran.out).toContain('"stock":"reserved"');
    expect(ran.out).toContain('{"data":"ok"}');
    expect(ran.out).toMatch(/lunch-peak/);
    expect(ran.out).toMatch(/\d+ held, 0 breached/);
    expect(ran.out).toContain("share of function lines");
    const accounts = () => huiliu.context.db<{ code: string }[]>`
      select distinct a.code from orders o join channel_accounts a on a.id = o.account_id where o.listed_at is not null`;
    await expect
      .poll(async () => (await accounts()).map((a) => a.code))
      .toEqual(expect.arrayContaining(["app-1", "meituan-1", "pos-1"]));
  },
);

test("the rows that make a channel account are accepted, and the account is known", async () => {
  const { huiliu } = await startDemo();
  const statements = PAGES.flatMap(blocksOf).filter((block) => block.language === "sql");
  expect(statements.length).toBeGreaterThan(0);
  for (const { text } of statements) await huiliu.context.db.unsafe(text);
  const find = async () => {
    const catalog = await huiliu.context.catalog.refresh();
    return { catalog, account: [...catalog.accounts.values()].find((a) => a.code === "meituan-2") };
  };
  const isKnown = async () => (await find()).account?.enabled;
  await expect.poll(isKnown).toBe(true);
  const { catalog, account } = await find();
  expect(catalog.storeOf(account?.id ?? 0, "<app_poi_code>")).toBe(1);
  expect(catalog.skuOf(account?.id ?? 0, "<their code>", null)).toBe(42);
});

test.skipIf(!hasTools)("the data folder is kept and comes back as it was", async () => {
  const home = join(dir, ".data");
  mkdirSync(home);
  chmodSync(home, 0o755);
  writeFileSync(join(home, "secrets.json"), "{}");
  const inDatabase = async (work: (db: ReturnType<typeof openDb>) => Promise<unknown>) => {
    const progress = () => undefined;
    const cluster = await startCluster({ home, password: "test", port: 0, progress });
    const db = openDb(cluster.url, { max: 1, name: "test" });
    try {
      return await work(db);
    } finally {
      await db.end();
      await cluster.stop();
    }
  };
  const [keep, bring, ...more] = shell.filter(isAboutData);
  expect(more).toEqual([]);
  await inDatabase((db) => db`create table kept as select 1 as n`);
  expect(await runScript(keep?.text ?? "exit 1", { cwd: dir, env: {} })).toMatchObject({ code: 0 });
  await inDatabase((db) => db`update kept set n = 2`);
  expect(await runScript(bring?.text ?? "exit 1", { cwd: dir, env: {} })).toMatchObject({
    code: 0,
  });
  expect(await inDatabase((db) => db`select n from kept`)).toMatchObject([{ n: 1 }]);
});

test("a logical dump is no backup: under positions of another server nothing new is read, and verify says so", async () => {
  huiliu = await freshHuiliu();
  await huiliu.context.db`update log_consumers set position_xid = '999999999999'`;
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "after-restore" }));
  await huiliu.drain();
  expect(await huiliu.context.db`select 1 from orders where external_no = 'after-restore'`).toEqual(
    [],
  );
  expect((await huiliu.verify()).map((breach) => breach.code)).toEqual(["I7b"]);
});
