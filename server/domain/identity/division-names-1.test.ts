import { expect, test } from "vitest";
import { DIVISIONS_TO_SHANDONG } from "./division-names-1";

const lines = DIVISIONS_TO_SHANDONG.trim().split("\n");

test("division names: provinces, then their prefectures with counties, each once", () => {
  const provinces = lines.filter((line) => line.startsWith("# "));
  expect(new Set(provinces).size).toBe(15);
  expect(lines[0]).toBe(provinces[0]);
  for (const line of lines.filter((l) => !l.startsWith("# "))) {
    expect(line).toMatch(/^(?:\p{Script=Han}+[市州盟区])?:(?:\p{Script=Han}+[区县市旗](?: |$))*$/u);
    const counties = line.split(":")[1]?.split(" ") ?? [];
    expect(new Set(counties).size).toBe(counties.length);
  }
});
