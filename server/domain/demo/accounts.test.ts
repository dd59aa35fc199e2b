import { expect, test } from "vitest";
import { DEMO_ACCOUNTS, shopCodeOn, storeOfShopCode } from "./accounts";

test("accounts: own-contract accounts are their own app key, platforms have numbers", () => {
  for (const account of DEMO_ACCOUNTS) {
    const isPlatform = account.protocol !== "own";
    expect(account.appId).toBe(isPlatform ? account.appId : account.code);
    if (isPlatform) expect(account.appId).toMatch(/^\d{6}$/);
  }
  expect(new Set(DEMO_ACCOUNTS.map((account) => account.code)).size).toBe(9);
});

test("shopCodeOn: there and back on every channel", () => {
  expect(shopCodeOn("eleme", "S01")).toBe("2233440001");
  expect(shopCodeOn("group", "S12")).toBe("store_s12");
  for (const { channel } of DEMO_ACCOUNTS) {
    expect(storeOfShopCode(channel, shopCodeOn(channel, "S07"))).toBe("S07");
    expect(storeOfShopCode(channel, "elsewhere")).toBeNull();
  }
  expect(storeOfShopCode("eleme", "2233440000")).toBeNull();
});
