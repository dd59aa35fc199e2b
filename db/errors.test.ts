import { expect, test } from "vitest";
import { codeOf, isKeyTaken } from "./errors";

const refused = (code: string, table_name = "orders", constraint_name = "orders_source") =>
  Object.assign(new Error("refused"), { code, table_name, constraint_name });

test("isKeyTaken: a key that is there already, of one table or of one constraint where that is asked", () => {
  expect(isKeyTaken(refused("23505"))).toBe(true);
  expect(isKeyTaken(refused("23505"), { table: "orders" })).toBe(true);
  expect(isKeyTaken(refused("23505"), { table: "stock_ledger" })).toBe(false);
  const constraints = new Set(["orders_source"]);
  expect(isKeyTaken(refused("23505"), { constraints })).toBe(true);
  expect(isKeyTaken(refused("23505", "orders", "orders_pkey"), { constraints })).toBe(false);
});

test("isKeyTaken: no other refusal, and nothing that is no error", () => {
  expect(isKeyTaken(refused("23514"))).toBe(false);
  expect(isKeyTaken(new Error("23505"))).toBe(false);
  expect(isKeyTaken({ code: "23505" })).toBe(false);
  expect(isKeyTaken(null)).toBe(false);
});

test("codeOf: what the database or its client calls it", () => {
  expect(codeOf(refused("40001"))).toBe("40001");
  expect(codeOf(new Error("away"))).toBe(null);
  expect(codeOf("40001")).toBe(null);
});
