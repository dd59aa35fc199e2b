import { expect, test } from "vitest";
import { platformOf } from "./platforms";
import { createThrottle } from "./throttle";

const LIMITS = ["own", "meituan", "eleme"].map(
  (name) => [name, platformOf(name).figureCallsPerSecond] as const,
);

test.each(LIMITS)(
  "throttle: %s takes exactly %i calls a second of each API, one second's worth at once",
  (_, perSecond) => {
    let now = 0;
    const mayCall = createThrottle(perSecond, () => now);
    const taken = (api: string, calls: number) =>
      Array.from({ length: calls }, () => mayCall(api)).filter(Boolean).length;
    now = 60_000;
    expect(taken("stock", perSecond * 3)).toBe(perSecond);
    expect(taken("price", perSecond * 3)).toBe(perSecond);
    let all = 0;
    for (; now < 70_000; now += 1) all += taken("stock", 1);
    expect(all).toBeGreaterThanOrEqual(perSecond * 10 - 1);
    expect(all).toBeLessThanOrEqual(perSecond * 10);
  },
);
