import { expect, test } from "vitest";
import type { City } from "./city";
import { liveDay, moreOrders, simSeconds, simSeed, simTimeout } from "./day";

/** In so many seconds everything is killed once. */
const ROUND_SECONDS = 60;

async function killEverythingOnce(city: City): Promise<void> {
  await moreOrders(city, 60);
  await city.killEngine();
  await moreOrders(city, 60);
  await city.killDoor();
  await moreOrders(city, 60);
  await city.killDatabase();
  await moreOrders(city, 60);
  await city.killSupervisor();
  await city.startProduct();
  await moreOrders(city, 30);
}

test(
  "T1, T6: engine, door, database and supervisor are killed at a lunch peak: nothing acknowledged is lost, nothing is there twice",
  async () => {
    const seconds = simSeconds(ROUND_SECONDS);
    const flags = ["--scenario", "lunch-peak", "--rate", "75", "--duplicates", "2000"];
    const faults = ["--reorder", "800", "--late-cancel", "800", "--lost-push", "300"];
    const outcome = await liveDay({
      seconds,
      seed: simSeed(11),
      flags: [...flags, ...faults, "--bad-signature", "500", "--degraded", "500"],
      command: "npm test -- crash.sim",
      trouble: async (city) => {
        for (let at = 0; at + ROUND_SECONDS <= seconds; at += ROUND_SECONDS)
          await killEverythingOnce(city);
      },
    });
    // What a killed gateway had counted and not yet written down is lost, and only that.
    expect(outcome.refusedSignatures).toBeLessThanOrEqual(outcome.forged);
    expect(outcome.orders).toBeGreaterThan(200);
  },
  simTimeout(ROUND_SECONDS),
);
