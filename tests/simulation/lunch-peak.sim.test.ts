import { expect, test } from "vitest";
import { liveDay, simSeconds, simSeed, simTimeout } from "./day";

const SECONDS = 24;

test(
  "a lunch peak: every order once, the wall's totals are the orders', every forged message is counted",
  async () => {
    const outcome = await liveDay({
      seconds: simSeconds(SECONDS),
      seed: simSeed(5),
      flags: ["--scenario", "lunch-peak", "--rate", "75", "--bad-signature", "200"],
      command: "npm test -- lunch-peak",
      trouble: async () => undefined,
    });
    expect(outcome.refusedSignatures).toBe(outcome.forged);
    expect(outcome.forged).toBeGreaterThan(0);
  },
  simTimeout(SECONDS),
);
