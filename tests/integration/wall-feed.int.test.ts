import { afterEach, beforeEach, expect, test } from "vitest";
import { WallFeed } from "@/server/realtime/wall-feed";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** The wall as it is read for the first screen that looks, whoever has looked before. */
const MINUTE = 60_000;
const WEEKS = [0, 1, 2, 3, 4];
let huiliu: Huiliu;
/** Ms since the epoch; the database has its own clock. */
let now: number;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  now = Math.floor(Date.now() / MINUTE) * MINUTE + 5_000;
  huiliu.context.clock.now = () => now as ReturnType<typeof huiliu.context.clock.now>;
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe(text);

/** Forty orders of the app in every minute of five weeks, as far as the wall looks, but for the last `silent` ones. */
async function orders(silent: number): Promise<void> {
  const since = new Date(now - 5 * 60 * MINUTE).toISOString();
  // The demo's own past has hours with more and with less.
  await sql("delete from counters_minute");
  for (const week of WEEKS) {
    const until = new Date(now + (week === 0 ? -1 - silent : 20) * MINUTE).toISOString();
    await sql(`insert into counters_minute (minute, channel, store_id, orders)
      select date_trunc('minute', at), 'app', 1, 40
      from generate_series('${since}'::timestamptz, '${until}', '1 minute') g,
        lateral (select g - interval '${week} weeks' as at) w`);
  }
  await sql(`delete from role_beats`);
  await sql(`insert into role_beats (role, holder, started_at, beat_at, detail)
    values ('gateway', 'gateway', '${since}', now(), '{}')`);
}

async function appState(): Promise<string | undefined> {
  const { channels } = await new WallFeed(huiliu.context).read();
  return channels.find((c) => c.code === "app")?.state;
}

test("the first look knows the minutes that are just over: nothing is missing in them", async () => {
  await orders(0);
  expect(await appState()).toBe("normal");
});

test("the first look after a while in which nobody looked", async () => {
  await orders(0);
  const feed = new WallFeed(huiliu.context);
  now -= 30 * MINUTE;
  await feed.read();
  now += 30 * MINUTE;
  await feed.refresh();
  const { channels } = await feed.read();
  expect(channels.find((c) => c.code === "app")?.state).toBe("normal");
});

test("a channel that has fallen silent; while its orders lie unread it has not", async () => {
  await orders(3);
  expect(await appState()).toBe("p1");
  await huiliu.tell("app-1", "order", ownOrder());
  // Read as if four minutes had gone by since: the message came in as the first of the silent ones.
  await sql(
    `set session_replication_role = replica; update inbox set received_at = received_at - interval '4 minutes'`,
  );
  expect(await appState()).toBe("normal");
  await huiliu.drain();
  expect(await appState()).toBe("p1");
});
