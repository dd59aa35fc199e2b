import { expect, test } from "vitest";
import { leadOf } from "./lead";

test("leadOf: the least advanced parcel, the oldest of equals, none of none", () => {
  const packed = { id: 1, status: "packed" as const };
  const open = { id: 2, status: "open" as const };
  expect(leadOf([packed, open, { ...open, id: 3 }])?.id).toBe(2);
  expect(leadOf([{ ...open, id: 3 }, packed, open])?.id).toBe(2);
  expect(leadOf([])).toBeNull();
});
