import { expect, test } from "vitest";
import { readRule } from "./rule-draft";

const draft = { share: "50", cap: "", riskBps: 100, rank: "3" };

test("a share is a percentage, no cap is no limit", () => {
  expect(readRule(draft).rule).toEqual({ shareBps: 5_000, cap: null, riskBps: 100, rank: 3 });
  expect(readRule({ ...draft, share: "12.5", cap: "40" }).rule).toMatchObject({
    shareBps: 1_250,
    cap: 40,
  });
});

test("what cannot be is told at its field", () => {
  const { rule, faults } = readRule({ share: "101", cap: "-1", riskBps: 100, rank: "x" });
  expect(rule).toBeNull();
  expect(faults).toEqual({ share: "wrongShare", cap: "wrongCap", rank: "wrongRank" });
});
