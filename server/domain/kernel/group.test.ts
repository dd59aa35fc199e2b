import { expect, test } from "vitest";
import { groupBy } from "./group";

test("groupBy: every item in the group of its key, in the order they came", () => {
  expect([...groupBy([5, 2, 7, 4], (n) => n % 2)]).toEqual([
    [1, [5, 7]],
    [0, [2, 4]],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
