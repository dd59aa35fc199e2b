import { expect, test } from "vitest";
import { judgeFailure, REFUSED_MS } from "./judge-failure";

test("judgeFailure: what was refused is not in force; what was not answered may be", () => {
  expect(judgeFailure("limited", "429")).toEqual({
    fault: "渠道限流（429）",
    isTooFast: true,
    wasSent: false,
    afterMs: null,
  });
  for (const kind of ["rejected", "unauthorised"] as const)
    expect(judgeFailure(kind, "")).toMatchObject({ wasSent: false, afterMs: REFUSED_MS });
  for (const kind of ["timeout", "unavailable", "malformed", "unclear", null] as const)
    expect(judgeFailure(kind, "")).toMatchObject({
      wasSent: true,
      afterMs: null,
      isTooFast: false,
    });
});

test("judgeFailure: a fault of our own is told as one", () => {
  expect(judgeFailure(null, "no row").fault).toBe("内部错误（no row）");
});
