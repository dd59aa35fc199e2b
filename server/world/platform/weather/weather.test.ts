import { expect, test } from "vitest";
import { seededRng } from "@/server/domain/kernel/rng";
import type { Answer, Task } from "../desk";
import {
  CALM,
  createWeather,
  type Timers,
  USUAL_WEATHER,
  type Weather,
  type Wire,
} from "./weather";
import { weatherDesk } from "./weather-desk";

/** Time that stands until it is moved; `lagMs` is how late its timers ring. */
function handMade(lagMs = 0) {
  let now = 1_000_000;
  let alarms: { atMs: number; what: () => void }[] = [];
  const timers: Timers = {
    nowMs: () => now,
    after: (ms, what) => {
      const alarm = { atMs: now + ms, what };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((one) => one !== alarm);
      };
    },
  };
  const passMs = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const next = alarms
        .filter((one) => one.atMs + lagMs <= end)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      alarms = alarms.filter((one) => one !== next);
      now = Math.max(now, next.atMs + lagMs);
      next.what();
    }
    now = end;
  };
  return { timers, passMs };
}

/** One call; what happened to it stands in `done` (when it took effect) and `said`. */
function call(weather: Weather, timers: Timers, settleMs: number, mayCall = true) {
  const sentMs = timers.nowMs();
  const done: number[] = [];
  const said: (Answer | "cut")[] = [];
  const task: Task = {
    answer: () => {
      done.push(timers.nowMs() - sentMs);
      return { status: 200, text: "ok" };
    },
    figures: {
      account: "a",
      settleMs,
      mayCall: () => mayCall,
      throttled: () => ({ status: 200, text: "711" }),
    },
  };
  const wire: Wire = {
    reply: (answer) => void said.push(answer),
    cut: () => void said.push("cut"),
  };
  weather.pass(task, wire);
  return { done, said };
}

const OK = { status: 200, text: "ok" };

test.each([
  ["dropRequest", [], ["cut"]],
  ["dropAnswer", [0], ["cut"]],
  ["garbage", [0], [{ status: 200, text: expect.stringContaining("<html>") }]],
  ["storm", [], [{ status: 200, text: "711" }]],
] as const)("weather: %s is what it says", (fault, done, said) => {
  const { timers, passMs } = handMade();
  const weather = createWeather({ rng: seededRng(1), rates: { [fault]: 10_000 }, timers });
  const seen = call(weather, timers, 1_000);
  passMs(5_000);
  expect(seen).toEqual({ done, said });
});

test("weather: half of the 5xx come after the call took effect", () => {
  const { timers } = handMade();
  const weather = createWeather({ rng: seededRng(2), rates: { unavailable: 10_000 }, timers });
  const calls = Array.from({ length: 400 }, () => call(weather, timers, 1_000));
  expect(calls.every(({ said }) => said[0] !== "cut" && said[0]?.status === 503)).toBe(true);
  const done = calls.filter((one) => one.done.length === 1).length;
  expect(done).toBeGreaterThan(150);
  expect(done).toBeLessThan(250);
});

test.each([0, 40, 400, 5_000])(
  "weather: without versions nothing takes effect later than the settling time, though timers ring %i ms late",
  (lagMs) => {
    const { timers, passMs } = handMade(lagMs);
    const rates = { delay: 5_000, duplicate: 5_000 };
    const weather = createWeather({ rng: seededRng(3), rates, timers });
    const calls = Array.from({ length: 2_000 }, () => {
      const made = call(weather, timers, 1_000);
      passMs(3);
      return made;
    });
    passMs(20_000);
    expect(weather.pending()).toBe(0);
    const times = calls.flatMap((one) => one.done);
    expect(Math.max(...times)).toBeLessThan(1_000);
    expect(calls.every((one) => one.said.length === 1)).toBe(true);
    expect(calls.filter((one) => one.done.length === 2).length > 500).toBe(lagMs < 850);
    if (lagMs === 0) expect(Math.max(...times)).toBeGreaterThan(600);
  },
);

test("weather: a delayed call is overtaken, and answered then or never", () => {
  const { timers, passMs } = handMade();
  const weather = createWeather({ rng: seededRng(4), rates: { delay: 10_000 }, timers });
  const calls = Array.from({ length: 200 }, () => call(weather, timers, 1_000));
  passMs(1_000);
  expect(calls.every((one) => one.done.length === 1 && one.said.length === 1)).toBe(true);
  const order = calls.map((one) => one.done[0] ?? 0);
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
  const answered = calls.filter((one) => one.said[0] !== "cut").length;
  expect(answered).toBeGreaterThan(70);
  expect(answered).toBeLessThan(130);
});

test("weather: where versions are compared a copy may come any time later", () => {
  const { timers, passMs } = handMade();
  const weather = createWeather({
    rng: seededRng(5),
    rates: { duplicate: 10_000 },
    timers,
    lateMsMax: 60_000,
  });
  const calls = Array.from({ length: 100 }, () => call(weather, timers, Number.POSITIVE_INFINITY));
  expect(calls.map((one) => one.said)).toEqual(calls.map(() => [OK]));
  passMs(60_000);
  expect(calls.every((one) => one.done.length === 2)).toBe(true);
  expect(Math.max(...calls.map((one) => one.done[1] ?? 0))).toBeGreaterThan(30_000);
});

test("weather: a storm throttles the account until it is over", () => {
  const { timers, passMs } = handMade();
  const weather = createWeather({
    rng: seededRng(6),
    rates: { storm: 10_000 },
    timers,
    stormMs: 500,
  });
  call(weather, timers, 1_000);
  weather.set({ storm: 0 });
  passMs(499);
  expect(call(weather, timers, 1_000).said).toEqual([{ status: 200, text: "711" }]);
  passMs(1);
  expect(call(weather, timers, 1_000).said).toEqual([OK]);
  expect(call(weather, timers, 1_000, false)).toEqual({
    done: [],
    said: [{ status: 200, text: "711" }],
  });
});

test("weather: what is no call about figures is never touched; closing ends what waits", () => {
  const { timers, passMs } = handMade();
  const weather = createWeather({ rng: seededRng(7), rates: { dropRequest: 10_000 }, timers });
  const said: unknown[] = [];
  weather.pass(
    { answer: () => OK },
    { reply: (answer) => void said.push(answer), cut: () => void said.push("cut") },
  );
  expect(said).toEqual([OK]);
  weather.set({ dropRequest: 0, duplicate: 10_000 });
  const seen = call(weather, timers, 1_000);
  expect(weather.pending()).toBe(1);
  weather.close();
  passMs(2_000);
  expect([seen.done.length, weather.pending()]).toEqual([1, 0]);
});

test("weather desk: rates are read and changed, nonsense is refused and changes nothing", () => {
  const weather = createWeather({ rng: seededRng(8), rates: USUAL_WEATHER });
  const desk = weatherDesk(weather);
  const ask = (method: string, body = "") =>
    desk({
      method,
      path: "/control/weather",
      search: "",
      origin: "",
      header: () => "",
      body,
    })?.answer();
  expect(JSON.parse(ask("POST", '{"delay":700}')?.text ?? "")).toEqual({
    ...USUAL_WEATHER,
    delay: 700,
  });
  for (const bad of [
    '{"delay":10001}',
    '{"rain":1}',
    '{"__proto__x":1}',
    "no",
    '{"delay":"1"}',
    "[1]",
  ]) {
    expect(ask("POST", bad)?.status).toBe(400);
  }
  expect(JSON.parse(ask("GET")?.text ?? "")).toEqual({ ...USUAL_WEATHER, delay: 700 });
  expect(
    desk({ method: "GET", path: "/", search: "", origin: "", header: () => "", body: "" }),
  ).toBeNull();
  expect(Object.values(CALM).every((rate) => rate === 0)).toBe(true);
});
