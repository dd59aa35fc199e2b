import { expect, test } from "vitest";
import { localVault } from "./vault";

const secret = "ab".repeat(32);

test("localVault: opens what it sealed, refuses what was changed or sealed by another", () => {
  const vault = localVault(secret);
  const sealed = vault.seal("张三 19900001234");
  expect(vault.open(sealed)).toBe("张三 19900001234");
  expect(vault.seal("x")).not.toEqual(vault.seal("x"));
  const changed = Uint8Array.from(sealed);
  changed[30] = (changed[30] ?? 0) ^ 1;
  expect(() => vault.open(changed)).toThrow();
  expect(() => localVault("cd".repeat(32)).open(sealed)).toThrow();
});

test("localVault: a key is stable, and differs by purpose and secret", () => {
  const vault = localVault(secret);
  expect(vault.key("phone", "1")).toBe(vault.key("phone", "1"));
  expect(vault.key("phone", "1")).toHaveLength(24);
  expect(
    new Set([
      vault.key("phone", "1"),
      vault.key("mask", "1"),
      localVault("cd".repeat(32)).key("phone", "1"),
    ]).size,
  ).toBe(3);
});
