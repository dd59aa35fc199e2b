import { expect, test } from "vitest";
import { zh } from "@/components/messages/zh/index";
import { csvHead, PHASE_NAMES } from "./orders-csv";

test("csv: spreadsheets are told that it is UTF-8", () => {
  expect(csvHead().startsWith("\uFEFF渠道单,")).toBe(true);
});

test("csv: phases are called what the screen calls them", () => {
  expect(PHASE_NAMES).toEqual(zh.words.phase);
});
