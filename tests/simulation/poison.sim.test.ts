import { randomBytes } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { expect, test } from "vitest";
import { verifyInvariants } from "@/db/verify/verify";
import { seededRng } from "@/server/domain/kernel/rng";
import { readBodies } from "@/server/pipelines/bodies";
import { ownRequest } from "@/server/world/platform/own/request";
import { build } from "../../scripts/build.mjs";
import { ownOrder } from "../integration/huiliu";
import { type City, openCity, until } from "./city";
import { isRead, simSeconds, simSeed, simTimeout } from "./day";

/** The shortest run in which everybody is killed and the stranger comes by. */
const USUAL_SECONDS = 60;
const KILL_SECONDS = 8;
const STRANGER_SECONDS = 20;
const PER_SECOND = 100;
const POISON_BPS = 200;

type Sent = { acked: Set<string>; poison: Set<string> };

/** One signed order; true when it was acknowledged. A refusal or a lost answer is sent again, as platforms do. */
async function tell(city: City, agent: Agent, no: string, door: number): Promise<boolean> {
  const text = `星光花园${(door % 300) + 1}幢${(door % 4) + 1}单元${(door % 20) + 1}01室`;
  const address = { text, lng: 120.15, lat: 30.25, coord_sys: "GCJ02" };
  const wire = ownRequest({
    path: "/api/open/v1/channels/app/orders",
    body: Buffer.from(ownOrder({ channel_order_id: no, address })),
    account: "app-1",
    secret: city.secrets()["app-1"] ?? "",
    nowMs: Date.now(),
    nonce: randomBytes(12).toString("hex"),
  });
  const headers = { ...wire.headers, "content-type": wire.contentType };
  return await new Promise((resolve) => {
    const options = { method: "POST", headers, agent, timeout: 10_000 };
    const call = httpRequest(new URL(wire.path, city.gateway), options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode === 200));
    });
    call.on("error", () => resolve(false));
    call.on("timeout", () => call.destroy());
    call.end(wire.body);
  });
}

/** Orders by the clock, one in fifty of them such that no transaction with it can commit. */
async function send(city: City, seconds: number, seed: number): Promise<Sent> {
  const rng = seededRng(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const sent: Sent = { acked: new Set(), poison: new Set() };
  const until = Date.now() + seconds * 1_000;
  const under: Promise<void>[] = [];
  for (let i = 0; Date.now() < until; i += 1) {
    const isPoison = rng.chance(POISON_BPS);
    const no = `${isPoison ? "POISON" : "P"}${seed}-${i}`;
    const one = async () => {
      for (let tries = 0; tries < 40; tries += 1) {
        if (await tell(city, agent, no, i)) {
          (isPoison ? sent.poison : sent.acked).add(no);
          return;
        }
        await pause(500);
      }
    };
    under.push(one());
    await pause(1_000 / PER_SECOND);
  }
  await Promise.all(under);
  agent.destroy();
  return sent;
}

/** Somebody with a client of his own, who begins, writes, and goes for coffee. */
async function comeAndForget(city: City, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const sql = postgres(city.url(), {
      max: 1,
      onnotice: () => undefined,
      connection: { application_name: "psql" },
    });
    try {
      await sql`create table if not exists theirs (n int)`;
      await sql.unsafe("begin; insert into theirs values (1)");
      await pause(STRANGER_SECONDS * 1_000, undefined, { signal: over }).catch(() => undefined);
    } catch {
      // The database was away, or ended the session: he begins again.
      await pause(500);
    } finally {
      await sql.end({ timeout: 0 });
    }
  }
}

async function killNowAndThen(city: City, seconds: number): Promise<void> {
  const kills = [city.killEngine, city.killHelper];
  for (let at = KILL_SECONDS; at < seconds; at += KILL_SECONDS) {
    await pause(KILL_SECONDS * 1_000);
    await kills[(at / KILL_SECONDS) % kills.length]?.();
  }
}

test(
  "four consumers in two processes, poison, kills and a forgotten transaction: each acknowledged order is there once, each poison is a dead letter",
  async () => {
    const seconds = simSeconds(USUAL_SECONDS);
    const seed = simSeed(23);
    await build({ pages: false });
    const city = await openCity(seed);
    const over = new AbortController();
    try {
      await city.startProduct();
      await city.startHelper();
      await city.db`alter table orders add constraint no_poison check (external_no not like 'POISON%')`;
      const stranger = comeAndForget(city, over.signal);
      const [sent] = await Promise.all([send(city, seconds, seed), killNowAndThen(city, seconds)]);
      await until("the log is read to its end", () => isRead(city));
      over.abort();
      await stranger;
      const rows = await city.db<{ no: string; n: number }[]>`
        select external_no as no, count(*)::int as n from orders where external_no like ${`P${seed}-%`} group by 1`;
      const held = new Map(rows.map((row) => [row.no, row.n]));
      const letters = await city.db<{ body: Uint8Array; encoding: number }[]>`
        select body, encoding from dead_letters where code = 'FAILED'`;
      const told = (await readBodies(city.bodies())(letters)).map((body) =>
        Buffer.from(body ?? "").toString(),
      );
      const buried = new Set(told.map((text) => /POISON[0-9-]+/.exec(text)?.[0]));
      expect([...sent.acked].filter((no) => !held.has(no))).toEqual([]);
      expect(rows.filter((row) => row.n > 1)).toEqual([]);
      expect([...sent.poison].filter((no) => !buried.has(no))).toEqual([]);
      expect(sent.acked.size).toBeGreaterThan(seconds * 10);
      expect(await verifyInvariants(city.db, readBodies(city.bodies())), city.said()).toEqual([]);
    } finally {
      over.abort();
      await city.close();
    }
  },
  simTimeout(USUAL_SECONDS),
);
