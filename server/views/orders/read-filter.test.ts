import { expect, test } from "vitest";
import { readFilter, readRange } from "./read-filter";

const DAY = 86_400_000;
/** 2026-11-23 00:30 in Shanghai, still the day before in UTC. */
const NOW = Date.parse("2026-11-22T16:30:00Z");
const TODAY = Date.parse("2026-11-23T00:00:00+08:00");

test("range: days are Shanghai days", () => {
  expect(readRange("today", NOW)).toEqual({ fromMs: TODAY, toMs: TODAY + DAY });
  expect(readRange("yesterday", NOW)).toEqual({ fromMs: TODAY - DAY, toMs: TODAY });
  expect(readRange("7d", NOW)).toEqual({ fromMs: TODAY - 6 * DAY, toMs: TODAY + DAY });
  expect(readRange("2026-11-01..2026-11-02", NOW).toMs).toBe(
    Date.parse("2026-11-03T00:00:00+08:00"),
  );
});

test("range: nonsense is today, and nobody asks for years", () => {
  expect(readRange("2026-13-45..x", NOW)).toEqual({ fromMs: TODAY, toMs: TODAY + DAY });
  const { fromMs, toMs } = readRange("2000-01-01..2026-11-23", NOW);
  expect(toMs - fromMs).toBe(92 * DAY);
});

const plain = {
  range: "today",
  group: null,
  phases: [],
  channels: [],
  storeId: null,
  minFen: null,
  maxFen: null,
  flags: [],
  search: "",
};

test("filter: a tab and chosen phases are both held to", () => {
  expect(readFilter({ ...plain, group: "picking" }, null, NOW).phases).toEqual([
    "to_pick",
    "picking",
  ]);
  const both = readFilter({ ...plain, group: "picking", phases: ["picking"] }, null, NOW);
  expect(both.phases).toEqual(["picking"]);
  const none = readFilter({ ...plain, group: "picking", phases: ["done"] }, null, NOW);
  expect(none.search).toEqual({ kind: "nothing" });
});
