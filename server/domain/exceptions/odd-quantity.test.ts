import { expect, test } from "vitest";
import { oddQuantity, unaskedPieces } from "./odd-quantity";

test("unaskedPieces: an article allows fewer than its channel, never more", () => {
  expect([unaskedPieces(200, null), unaskedPieces(200, 10), unaskedPieces(200, 999)]).toEqual([
    200, 10, 200,
  ]);
});

test("oddQuantity: one case a line, and it says how many are many", () => {
  const found = oddQuantity({ orderId: 7, lineNo: 2, name: "鸡蛋", ordered: 150, most: 10 });
  expect(found).toMatchObject({ code: "QUANTITY_ODD", subject: "order:7:2" });
  expect(found.cause).toContain("150");
  expect(found.data).toEqual({ lineNo: 2, most: 10 });
});
