import { expect, test } from "vitest";
import type { JudgedMinute } from "./types";
import { isPending, NEW_WATCH, type Watch, watchMinute } from "./watch";

type Spec = Partial<Pick<JudgedMinute, "orders" | "expected" | "score" | "quarter">>;

/** Watch minutes one by one; minute numbers count from 100. */
function watched(specs: readonly Spec[]): Watch[] {
  const minutes: JudgedMinute[] = [];
  let watch = NEW_WATCH;
  return specs.map((spec) => {
    const plain = {
      orders: 20,
      expected: 20,
      score: 0,
      quarter: 0,
      alarm: null,
      isDrifting: false,
    };
    minutes.push({ minute: 100 + minutes.length, ...plain, ...spec });
    watch = watchMinute(watch, minutes);
    return watch;
  });
}

const quiet = (n: number): Spec[] => Array.from({ length: n }, () => ({}));
const alarms = (specs: readonly Spec[]) => watched(specs).map((w) => w.alarm?.kind ?? "-");
const low: Spec = { score: -3.25, orders: 8 };
const high: Spec = { score: 3.25, orders: 38 };

test("three odd minutes of five raise; two do not, nor three of mixed signs, nor three in six", () => {
  expect(alarms([low, {}, low, {}, low]).at(-1)).toBe("drop");
  expect(alarms([high, high, high]).at(-1)).toBe("spike");
  expect(alarms([low, {}, low, {}, {}]).at(-1)).toBe("-");
  expect(alarms([low, high, low]).at(-1)).toBe("-");
  expect(alarms([low, {}, {}, low, {}, low]).at(-1)).toBe("-");
  expect(watched([{}, low, {}, low, low]).at(-1)?.alarm?.since).toBe(101);
});

test("odd minutes count only where 8 orders are expected", () => {
  expect(alarms([low, low, low].map((m) => ({ ...m, expected: 7.9 }))).at(-1)).toBe("-");
});

test("one minute 7 spreads away raises at once, 6.9 does not", () => {
  expect(alarms([{ score: 7 }])).toEqual(["spike"]);
  expect(alarms([{ score: -7 }])).toEqual(["drop"]);
  expect(alarms([{ score: -6.9 }])).toEqual(["-"]);
});

test("a run without orders raises an outage when 16 were expected in it, however small each minute", () => {
  const nothing: Spec = { orders: 0, expected: 4, score: -2.9 };
  expect(alarms([{}, nothing, nothing, nothing, nothing])).toEqual(["-", "-", "-", "-", "outage"]);
  expect(watched([{}, nothing, nothing, nothing, nothing]).at(-1)?.alarm?.since).toBe(101);
  expect(alarms([nothing, nothing, { ...nothing, orders: 1 }, nothing, nothing]).at(-1)).toBe("-");
});

test("fifteen minutes together raise from 5.5 on, once fifteen were quiet", () => {
  const slow: Spec = { score: -2, quarter: -5.5 };
  expect(alarms([...quiet(13), slow]).at(-1)).toBe("-");
  const last = watched([...quiet(14), slow]).at(-1);
  expect(last?.alarm).toEqual({ kind: "drop", since: 100, isSlow: true });
  expect(alarms([...quiet(14), { ...slow, quarter: -5.4 }]).at(-1)).toBe("-");
});

test("an alarm clears after three clean minutes, not two, and one odd minute starts the count again", () => {
  expect(alarms([{ score: -9 }, {}, {}])).toEqual(["drop", "drop", "drop"]);
  expect(alarms([{ score: -9 }, {}, {}, {}]).at(-1)).toBe("-");
  expect(alarms([{ score: -9 }, {}, {}, low, {}, {}]).at(-1)).toBe("drop");
});

test("what raised a cleared alarm does not raise it again", () => {
  const slow: Spec = { score: -2, quarter: -6 };
  expect(alarms([low, low, low, {}, {}, {}, low]).at(-1)).toBe("-");
  expect(alarms([...quiet(14), { score: -9, quarter: -6 }, slow, slow, slow, slow]).at(-1)).toBe(
    "-",
  );
});

test("a slow alarm stays while fifteen minutes together still show it", () => {
  const slow: Spec = { score: -2, quarter: -6 };
  const calm: Spec = { score: 0, quarter: -5 };
  expect(alarms([...quiet(14), slow, slow, slow, slow, slow]).at(-1)).toBe("drop");
  expect(alarms([...quiet(14), slow, calm, calm, calm]).at(-1)).toBe("-");
});

test("a drop becomes an outage and keeps its start; the rush after it is a spike of its own", () => {
  const out: Spec = { score: -8.5, orders: 0 };
  const run = watched([{ score: -7.5, orders: 1 }, out, { score: 9, orders: 90 }]);
  expect(run.map((w) => w.alarm)).toEqual([
    { kind: "drop", since: 100, isSlow: false },
    { kind: "outage", since: 100, isSlow: false },
    { kind: "spike", since: 102, isSlow: false },
  ]);
});

test("without a baseline no alarm stands", () => {
  const unknown: Spec = { expected: null, score: null, quarter: null, orders: 0 };
  expect(alarms([{ score: -9 }, unknown])).toEqual(["drop", "-"]);
  expect(alarms([unknown, unknown])).toEqual(["-", "-"]);
});

test("isPending: an odd minute among the last five, or half a run without orders, since the last alarm", () => {
  const minute = {
    minute: 1,
    orders: 20,
    expected: 20,
    score: 0,
    quarter: 0,
    alarm: null,
    isDrifting: false,
  };
  const odd = { ...minute, score: -3.3 };
  const idle = Array.from({ length: 5 }, () => minute);
  expect(isPending([odd, ...idle], 0)).toBe(false);
  expect(isPending([...idle, odd], 0)).toBe(true);
  expect(isPending([...idle, odd], 6)).toBe(false);
  expect(isPending([{ ...minute, orders: 0, expected: 8, score: -3 }], 0)).toBe(true);
  expect(isPending([{ ...minute, orders: 0, expected: 7, score: -3 }], 0)).toBe(false);
});
