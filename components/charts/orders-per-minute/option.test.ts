import { expect, test } from "vitest";
import { axisTop, type Look, minuteLabels, ordersPerMinuteOption, splitNewest } from "./option";

const look: Look = {
  line: "#fff",
  secondary: "#999",
  band: "#333",
  grid: "#222",
  axisText: "#aaa",
  fontFamily: "sans-serif",
  unitPx: 1,
};
// 18:42 on a Sunday in Shanghai.
const minuteMs = Date.UTC(2026, 10, 22, 10, 42);

test("labels: quarters of an hour on the clock of Shanghai, one empty slot at the end", () => {
  const labels = minuteLabels(minuteMs, 60);
  expect(labels).toHaveLength(61);
  expect(labels.filter(Boolean)).toEqual(["17:45", "18:00", "18:15", "18:30"]);
  expect(labels.at(-1)).toBe("");
});

test("labels: past midnight the day before is counted on", () => {
  const labels = minuteLabels(Date.UTC(2026, 10, 22, 16, 10), 60);
  expect(labels.filter(Boolean)).toEqual(["23:15", "23:30", "23:45", "00:00"]);
});

test("axis: a round top with room, also when nothing is known", () => {
  expect(axisTop([371, null, 402])).toBe(500);
  expect(axisTop([null])).toBe(10);
  expect(axisTop([9_300])).toBe(12_000);
});

test("newest minute: taken out of the line, shown apart; a gap stays a gap", () => {
  expect(splitNewest([3, null, 7])).toEqual({
    finished: [3, null, null],
    unfinished: [null, null, 7],
  });
});

test("option: missing minutes are null in the data, and the whole survives structured clone", () => {
  const option = ordersPerMinuteOption(
    {
      minuteMs,
      total: [1, null, 3],
      yesterday: [null, 2, 2],
      bandLow: [1, null, 1],
      bandHigh: [3, 4, null],
    },
    look,
  );
  expect(structuredClone(option)).toEqual(option);
  const byId = new Map(
    (option.series as { id: string; data: unknown }[]).map((series) => [series.id, series.data]),
  );
  expect(byId.get("total")).toEqual([1, null, null]);
  expect(byId.get("band")).toEqual([2, null, null]);
  expect(byId.get("yesterday")).toEqual([null, 2, 2]);
});
