import { expect, test } from "vitest";
import { clockText, countText } from "@/components/ui/format";
import {
  basketText,
  deviationText,
  elapsedText,
  lagText,
  moneyParts,
  rateText,
  shortMoneyText,
} from "./format";

test("counts and rates: grouped, one decimal, unknown is a dash", () => {
  expect(countText(48_213)).toBe("48,213");
  expect(countText(-12)).toBe("−12");
  expect(rateText(9_460)).toBe("94.6%");
  expect(rateText(null)).toBe("—");
});

test("deviation: signed whole percent, no minus zero", () => {
  expect([-312, 940, -20, null].map(deviationText)).toEqual(["−3%", "+9%", "0%", "—"]);
});

test("lag: tenths under ten seconds, then seconds, then minutes", () => {
  expect([900, 12_400, 200_000, null].map(lagText)).toEqual(["0.9s", "12s", "3m", "—"]);
});

test("money: in 万 with one decimal, in full below ten thousand yuan", () => {
  expect(moneyParts(231_900_000, "zh")).toEqual({ digits: "231.9", unit: "万" });
  expect(shortMoneyText(231_900_000, "en")).toBe("¥2.3M");
  expect(shortMoneyText(893_000, "zh")).toBe("¥8,930");
  expect(shortMoneyText(null, "zh")).toBe("—");
  expect(basketText(4_810)).toBe("¥48.1");
});

test("clock: Shanghai wherever the screen hangs; elapsed grows an hour when needed", () => {
  expect(clockText(Date.UTC(2026, 10, 22, 10, 42, 7))).toBe("18:42:07");
  expect(clockText(Date.UTC(2026, 10, 22, 16, 0, 0))).toBe("00:00:00");
  expect(elapsedText(252_000)).toBe("04:12");
  expect(elapsedText(3_725_000)).toBe("1:02:05");
});
