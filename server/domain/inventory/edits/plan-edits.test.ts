import { expect, test } from "vitest";
import { changeShelf } from "../books/shelf-change";
import type { StockCell } from "../cell";
import type { Edit } from "./decide-edits";
import { countedShelves, type EditRequest, isWritten, planEdits } from "./plan-edits";

const shelf: StockCell = {
  storeId: 1,
  skuId: 7,
  onHand: 6,
  reserved: 0,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated: 0,
  debt: 0,
  stopped: false,
};
const at = { storeId: 1, skuId: 7, reason: "why" };
const request = (mode: "all" | "part", ...edits: Edit[]): EditRequest => ({
  edits,
  mode,
  actor: "chen",
  ref: "edit:1",
});
const lose: Edit = { ...at, kind: "adjust", delta: -4 };

test("planEdits: each on what the one before left, booked under its number in the request", () => {
  const plan = planEdits([shelf], request("part", lose, lose, { ...at, kind: "receipt", qty: 5 }));
  expect(plan.result.map((a) => a.code)).toEqual([null, "BELOW_ZERO", null]);
  expect(plan.result[2]?.before?.onHand).toBe(2);
  expect(plan.changes).toEqual([changeShelf(at, { onHand: -4 }), changeShelf(at, { onHand: 5 })]);
  expect(plan.moves.map((m) => [m.ref, m.kind, m.delta, m.reason, m.actor])).toEqual([
    ["edit:1:0", "adjust", -4, "why", "chen"],
    ["edit:1:2", "receipt", 5, "why", "chen"],
  ]);
});

test("planEdits: what moves no goods is not booked: a setting, a count that finds what is there", () => {
  const plan = planEdits(
    [shelf],
    request("all", { ...at, kind: "stop", isStopped: true }, { ...at, kind: "count", counted: 6 }),
  );
  expect(plan.changes).toHaveLength(2);
  expect(plan.moves).toEqual([]);
  expect(plan.result[1]?.after?.stopped).toBe(false);
});

test("planEdits: of all or none, none is done where one cannot be; every one is answered all the same", () => {
  const all = request("all", lose, { ...at, skuId: 8, kind: "receipt", qty: 5 });
  const plan = planEdits([shelf], all);
  expect([plan.changes, plan.moves]).toEqual([[], []]);
  expect(plan.result.map((a) => a.code)).toEqual([null, "UNKNOWN_CELL"]);
  expect(isWritten(all, plan.result)).toBe(false);
  expect(isWritten({ ...all, mode: "part" }, plan.result)).toBe(true);
  expect(isWritten({ ...all, mode: "part" }, plan.result.slice(1))).toBe(false);
});

test("countedShelves: counts that were done, nothing else", () => {
  const bad: Edit = { ...at, kind: "count", counted: -1 };
  const good: Edit = { ...at, kind: "count", counted: 3 };
  const plan = planEdits([shelf], request("part", bad, good, lose));
  expect(countedShelves(plan.result)).toEqual([good]);
});
