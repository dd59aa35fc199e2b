import { expect, test } from "vitest";
import { compareCount } from "./compare-report";

const milk = { skuId: 1, unitMilliFen: 300_000 };
test("compareCount: more than 5 pieces or 5 %, or 500 yuan, wants a second look unless a person counted", () => {
  expect(compareCount({ ...milk, reported: 9, booked: 9 }, false)).toBeNull();
  expect(compareCount({ ...milk, reported: 5, booked: 10 }, false)).toEqual({
    skuId: 1,
    diff: -5,
    isSuspicious: false,
  });
  expect(compareCount({ ...milk, reported: 4, booked: 10 }, false)?.isSuspicious).toBe(true);
  expect(compareCount({ ...milk, reported: 4, booked: 10 }, true)?.isSuspicious).toBe(false);
  expect(compareCount({ ...milk, reported: 190, booked: 200 }, false)?.isSuspicious).toBe(false);
  expect(compareCount({ ...milk, reported: 189, booked: 200 }, false)?.isSuspicious).toBe(true);
  const wine = { skuId: 2, unitMilliFen: 60_000_000 };
  expect(compareCount({ ...wine, reported: 3, booked: 4 }, false)?.isSuspicious).toBe(true);
});
