import { expect, test } from "vitest";
import { loopBoard } from "./loop-board";

test("loopBoard: shows what fails in a row, since when and why; one success and it is gone", () => {
  let now = 1_000;
  const board = loopBoard(() => now);
  board.failed("release", "first");
  now = 2_000;
  board.failed("release", "second");
  board.failed("dispatch", "other");
  expect(board.failing()).toEqual([
    { name: "release", faults: 2, cause: "second", since: 1_000 },
    { name: "dispatch", faults: 1, cause: "other", since: 2_000 },
  ]);
  board.worked("release");
  expect(board.failing().map((l) => l.name)).toEqual(["dispatch"]);
});
