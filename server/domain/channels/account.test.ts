import { expect, test } from "vitest";
import { type Account, actsFor } from "./account";

const device = (config: Record<string, unknown>) => ({ config }) as unknown as Account;

test("actsFor: those named, all with a star, nobody where nothing or nonsense is said", () => {
  expect(actsFor(device({ actsFor: ["S01", "S02"] }), "S02")).toBe(true);
  expect(actsFor(device({ actsFor: ["S01"] }), "S02")).toBe(false);
  expect(actsFor(device({ actsFor: "*" }), "S02")).toBe(true);
  expect(actsFor(device({}), "S01")).toBe(false);
  expect(actsFor(device({ actsFor: "S01" }), "S01")).toBe(false);
  expect(actsFor(device({ actsFor: { S01: true } }), "S01")).toBe(false);
});
