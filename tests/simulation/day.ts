import { expect } from "vitest";
import { build } from "../../scripts/build.mjs";
import { type City, openCity, until } from "./city";
import { complaintsOf, isSettled, refusedSignatures, type TrueOrder } from "./judge";

export type Day = {
  /** Seconds in which people order. */
  seconds: number;
  seed: number;
  flags: string[];
  /** How to see it again. */
  command: string;
  /** What goes wrong meanwhile. */
  trouble: (city: City) => Promise<void>;
  /** What else has to be so at its end. */
  judge?: (city: City) => Promise<void>;
};

/** So fast do the world's minutes pass: cancels, pickers and riders all come within the run. */
const SPEED = 12;
/** So long may the world take for its start and the trouble in it, beside the seconds in which people order. */
const BEHIND_SECONDS_MAX = 400;

export type Outcome = { forged: number; refusedSignatures: number; orders: number };

/** A day in a city of its own, from the first start to the last message, judged against the truth. */
export async function liveDay(day: Day): Promise<Outcome> {
  await build({ pages: false });
  const city = await openCity(day.seed);
  const again = `seed ${day.seed}; again by: HUILIU_SIM_SEED=${day.seed} HUILIU_SIM_SECONDS=${day.seconds} ${day.command}`;
  try {
    await city.startProduct();
    const minutes = ["--minutes", String(day.seconds / 60), "--linger", "10"];
    // The platforms tell whole seconds.
    const beganAt = Date.now() - 5_000;
    city.startWorld(day.seed, [...minutes, "--speed", String(SPEED), ...day.flags]);
    await day.trouble(city);
    const seconds = day.seconds + BEHIND_SECONDS_MAX;
    await until("the last order is placed", async () => city.worldSaid("quiet"), seconds);
    const quietAt = Date.now();
    // The platforms are asked once more, degraded details come, stragglers try again.
    await until("all is settled", () => isSettled(city.db, quietAt));
    const summary = await city.stopWorld();
    await until("the log is read to its end", () => isRead(city));
    const truth = city.truth() as TrueOrder[];
    const complaints = await complaintsOf(city.db, truth, beganAt);
    expect(complaints, `${again}\n${complaints.join("\n")}\n${city.said()}`).toEqual([]);
    expect(summary.forgedAccepted, again).toBe(0);
    await day.judge?.(city);
    await until("refusals are written down", async () => (await refusedSignatures(city.db)) > 0);
    return {
      forged: Number(summary.forged),
      refusedSignatures: await refusedSignatures(city.db),
      orders: truth.length,
    };
  } catch (error) {
    if (error instanceof Error && !error.message.includes("again by:"))
      error.message = `${error.message}\n${again}\n${city.said()}`;
    throw error;
  } finally {
    await city.close();
  }
}

export async function isRead({ db }: City): Promise<boolean> {
  const [row] = await db<{ behind: number }[]>`
    select count(*)::int as behind from inbox i join log_consumers c on c.lane = i.lane
    where (i.xid, i.id) > (c.position_xid, c.position_id)`;
  return row?.behind === 0;
}

/** Orders come in again: so many more than now. */
export async function moreOrders(city: City, count: number): Promise<void> {
  const held = async () => {
    const [row] = await city.db<{ n: number }[]>`
      select count(*)::int as n from orders where placed_at > ${city.beganAt}::timestamptz`;
    return row?.n ?? 0;
  };
  let before = Number.NaN;
  await until("the database answers", async () => {
    before = await held();
    return true;
  });
  await until(`${count} more orders are in`, async () => (await held()) >= before + count);
}

export const simSeconds = (usual: number) => Number(process.env.HUILIU_SIM_SECONDS ?? usual);
export const simSeed = (usual: number) => Number(process.env.HUILIU_SIM_SEED ?? usual);
/** Ten times a run of that length, with everything that comes before and after it. */
export const simTimeout = (usual: number) => simSeconds(usual) * 10_000 + 600_000;
