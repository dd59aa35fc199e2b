import { expect, test } from "vitest";
import { seededRng } from "@/server/domain/kernel/rng";
import { inventName, inventPhone } from "./names";

test("inventPhone: 20 000 different numbers that look like mobiles", () => {
  const phones = Array.from({ length: 20_000 }, (_, i) => inventPhone(i));
  expect(new Set(phones).size).toBe(20_000);
  expect(phones.every((phone) => /^1[3-9]\d0000\d{4}$/.test(phone))).toBe(true);
});

test("inventName: two or three characters", () => {
  const rng = seededRng(1);
  for (let i = 0; i < 200; i += 1)
    expect(inventName("female", rng)).toMatch(/^\p{Script=Han}{2,3}$/u);
});
