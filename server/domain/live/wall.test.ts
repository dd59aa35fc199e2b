import { expect, test } from "vitest";
import { applyWallDelta, diffWall, type WallData, type WallSnapshot } from "./wall";

const data = {
  phases: [{ code: "picking", count: 3 }],
  oversold: { today: 0, cleanDays: 2 },
} as unknown as WallData;
const snapshot: WallSnapshot = {
  epoch: "e1",
  seq: 4,
  ts: 100,
  build: "b",
  metricsVersion: "m",
  data,
};

test("diffWall: names only the sections that changed", () => {
  const after = { ...data, phases: [{ code: "picking", count: 4 }] };
  expect(diffWall(data, after)).toEqual({ phases: [{ code: "picking", count: 4 }] });
  expect(diffWall(data, { ...data })).toEqual({});
});

test("applyWallDelta: next one applies, an old one changes nothing, a gap and a new epoch ask for a snapshot", () => {
  const delta = { epoch: "e1", seq: 5, ts: 101, set: { phases: [] } };
  const next = applyWallDelta(snapshot, delta);
  expect(next).toMatchObject({ ok: true, snapshot: { seq: 5, ts: 101, data: { phases: [] } } });
  expect(applyWallDelta(snapshot, { ...delta, seq: 4 })).toEqual({ ok: true, snapshot });
  expect(applyWallDelta(snapshot, { ...delta, seq: 6 })).toEqual({ ok: false, reason: "gap" });
  expect(applyWallDelta(snapshot, { ...delta, epoch: "e2" })).toEqual({
    ok: false,
    reason: "epoch",
  });
});
