import { expect, test } from "vitest";
import { liveDay, moreOrders, simSeconds, simSeed } from "./day";

test("T1, T6: engine, database and supervisor are killed while orders come: nothing acknowledged is lost, nothing is there twice", async () => {
  const flags = ["--scenario", "chaos", "--rate", "75", "--duplicates", "2000"];
  const faults = ["--reorder", "800", "--late-cancel", "800", "--lost-push", "300"];
  const outcome = await liveDay({
    seconds: simSeconds(36),
    seed: simSeed(11),
    flags: [...flags, ...faults],
    command: "npm test -- crash.sim",
    trouble: async (city) => {
      await moreOrders(city, 60);
      await city.killEngine();
      await moreOrders(city, 60);
      await city.killDatabase();
      await moreOrders(city, 60);
      await city.killSupervisor();
      await city.startProduct();
      await moreOrders(city, 30);
    },
  });
  // What a killed gateway had counted and not yet written down is lost, and only that.
  expect(outcome.refusedSignatures).toBeLessThanOrEqual(outcome.forged);
  expect(outcome.orders).toBeGreaterThan(200);
});
