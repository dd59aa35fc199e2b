import { expect, test } from "vitest";
import { type SystemRows, toSystem } from "./health";

const NOW = 1_000_000;
const nothing: SystemRows = {
  lanes: [],
  beats: [],
  queues: [],
  failed: [],
  refusals: [],
  parked: [],
  transactions: [],
  keptDays: [],
};
const beat = (holder: string, beatAt: number, detail: Record<string, unknown>) => ({
  role: "worker",
  holder,
  startedAt: 0,
  beatAt,
  detail,
});

test("toSystem: every process is a row of its own, and tells what fails in it; one that is gone tells nothing", () => {
  const failing = [{ name: "release", faults: 3, cause: "away", since: NOW - 5_000 }];
  const beats = [
    beat("a", NOW - 1_000, { pid: 7, failing }),
    beat("b", NOW - 1_000, { pid: 8, failing: [] }),
    beat("c", NOW - 60_000, { pid: 9, failing }),
    beat("d", NOW, { failing: "nonsense" }),
  ];
  const seen = toSystem({ ...nothing, beats }, NOW);
  expect(seen.beats.map((b) => [b.holder, b.isAlive])).toEqual([
    ["a", true],
    ["b", true],
    ["c", false],
    ["d", true],
  ]);
  expect(seen.beats[0]?.detail).toEqual([{ key: "pid", value: "7" }]);
  expect(seen.troubles).toEqual([
    { kind: "loop", what: "release ×3", cause: "away", ageMs: 5_000 },
  ]);
});

test("toSystem: open transactions by name, work that rests, days that stay", () => {
  const seen = toSystem(
    {
      ...nothing,
      transactions: [
        {
          pid: null,
          gid: "o'gid",
          application: "",
          user: "them",
          database: "theirs",
          seconds: 90,
          state: "prepared",
          isOurs: false,
          query: "",
        },
        {
          pid: 4,
          gid: null,
          application: "psql",
          user: "me",
          database: "db",
          seconds: 9,
          state: "idle in transaction",
          isOurs: false,
          query: "select 1",
        },
      ],
      parked: [
        {
          job: "release",
          subject: "12",
          cause: "odd",
          tries: 2,
          until: NOW,
          parkedAt: NOW - 1_000,
        },
      ],
      keptDays: [{ log: "inbox", day: "2026-01-01", why: "unread", since: NOW - 2_000 }],
    },
    NOW,
  );
  expect(seen.troubles.map((t) => [t.kind, t.ageMs])).toEqual([
    ["prepared", 90_000],
    ["stranger", 9_000],
    ["parked", 1_000],
    ["day", 2_000],
  ]);
  expect(seen.troubles[0]).toMatchObject({
    what: "o'gid (them, theirs)",
    cause: "theirs: commit prepared / rollback prepared 'o''gid'",
  });
  expect(seen.troubles[1]?.what).toContain("psql");
});
