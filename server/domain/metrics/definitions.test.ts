import { expect, test } from "vitest";
import { type MetricCode, metricDefinitions, stateOf } from "./definitions";

test("stateOf: 95 % on time is still good, 94.6 % warns, 89.9 % is critical", () => {
  expect(stateOf("ontime_fulfil", 9_500)).toBe("normal");
  expect(stateOf("ontime_fulfil", 9_460)).toBe("p2");
  expect(stateOf("ontime_fulfil", 9_000)).toBe("p2");
  expect(stateOf("ontime_fulfil", 8_990)).toBe("p1");
});

test("stateOf: exceptions are good at 2 %, warn up to 4 %, critical above", () => {
  expect(stateOf("exception_rate", 200)).toBe("normal");
  expect(stateOf("exception_rate", 400)).toBe("p2");
  expect(stateOf("exception_rate", 401)).toBe("p1");
});

test("stateOf: one oversold case is critical at once", () => {
  expect(stateOf("oversold", 0)).toBe("normal");
  expect(stateOf("oversold", 1)).toBe("p1");
});

test("stateOf: a negative net saving warns and never pages", () => {
  expect(stateOf("parcels_saved", 0)).toBe("normal");
  expect(stateOf("parcels_saved", -5_000)).toBe("p2");
});

test("stateOf: unknown is nodata, also where no threshold exists", () => {
  expect(stateOf("orders_today", null)).toBe("nodata");
  expect(stateOf("orders_today", 5)).toBe("normal");
});

test("every metric says in both languages what it is, and warns before it pages", () => {
  for (const code of Object.keys(metricDefinitions) as MetricCode[]) {
    const { zh, en, thresholds } = metricDefinitions[code];
    for (const text of [...Object.values(zh), ...Object.values(en)])
      expect(text.trim()).not.toBe("");
    if (!thresholds) continue;
    const sign = thresholds.better === "high" ? -1 : 1;
    expect(thresholds.crit * sign).toBeGreaterThanOrEqual(thresholds.warn * sign);
  }
});
