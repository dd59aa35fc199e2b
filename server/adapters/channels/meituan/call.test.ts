import { expect, test } from "vitest";
import { canPass } from "@/server/domain/channels/failure";
import { callError } from "./call";

test("callError: what is known to be final is rejected, what nobody told us about is tried again", () => {
  const kindOf = (code: unknown) => callError({ code: code as number, msg: "x" }).kind;
  expect([808, 806, 1_022].map(kindOf)).toEqual(["rejected", "rejected", "rejected"]);
  expect([711, 700, 702, 703].map(kindOf)).toEqual([
    "limited",
    "unavailable",
    "unauthorised",
    "unauthorised",
  ]);
  for (const odd of [9_999, 4_001, 0, "x", null]) {
    expect([odd, kindOf(odd)]).toEqual([odd, "unclear"]);
    expect(canPass(kindOf(odd))).toBe(true);
  }
});
