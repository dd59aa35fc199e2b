import { expect, test } from "vitest";
import { SAMPLE_BUYER } from "@/tests/samples/sample-model";
import type { Buyer } from "../model";
import { comparedPhones, mayTravelTogether } from "./household";

test("mayTravelTogether: another door, another number or another name is somebody else", () => {
  const same = (change: Partial<Buyer>) =>
    mayTravelTogether(SAMPLE_BUYER, { ...SAMPLE_BUYER, ...change });
  expect(same({})).toBe(true);
  expect(same({ doorKey: "ee" })).toBe(false);
  expect(same({ phoneKey: "zz", maskKey: "zz" })).toBe(false);
  expect(same({ nameMasked: "李**" })).toBe(false);
});

test("comparedPhones: hidden numbers are nobody's", () => {
  const hidden = { ...SAMPLE_BUYER, phoneKey: null, maskKey: null };
  expect(comparedPhones(SAMPLE_BUYER, SAMPLE_BUYER)).toBe("agree");
  expect(comparedPhones(SAMPLE_BUYER, hidden)).toBe("unknown");
});
