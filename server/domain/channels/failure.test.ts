import { expect, test } from "vitest";
import { canPass } from "./failure";

test("canPass: everything but what is known to be final", () => {
  expect(canPass("rejected")).toBe(false);
  for (const kind of ["timeout", "limited", "unauthorised", "malformed", "unclear"] as const)
    expect(canPass(kind)).toBe(true);
});
