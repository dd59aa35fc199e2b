import { expect, test } from "vitest";
import { amountInput, amountText, changeText, readAmount } from "./amount";

test("pieces are whole, grams are shown as kilograms to the gram", () => {
  expect(amountText(12_345, "piece")).toBe("12,345");
  expect(amountText(1_500, "gram")).toBe("1.5 kg");
  expect(amountText(1_001, "gram")).toBe("1.001 kg");
  expect(amountText(-3, "piece")).toBe("−3");
  expect(changeText(3, "piece")).toBe("+3");
  expect(amountText(2_000, "gram")).toBe("2 kg");
});

test("what was typed is read back", () => {
  expect(readAmount("12", "piece")).toBe(12);
  expect(readAmount(" 1,234 ", "piece")).toBe(1_234);
  expect(readAmount("−4", "piece")).toBe(-4);
  expect(readAmount("1.5", "piece")).toBeNull();
  expect(readAmount("1.5", "gram")).toBe(1_500);
  expect(readAmount("0.0005", "gram")).toBeNull();
  expect(readAmount("", "piece")).toBeNull();
  expect(readAmount("-0", "piece")).toBe(0);
  for (const base of [0, 1, 999, 1_500])
    expect(readAmount(amountInput(base, "gram"), "gram")).toBe(base);
});
