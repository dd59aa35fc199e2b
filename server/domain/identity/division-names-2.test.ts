import { expect, test } from "vitest";
import { DIVISIONS_FROM_HENAN } from "./division-names-2";

const lines = DIVISIONS_FROM_HENAN.trim().split("\n");

test("division names: provinces, then their prefectures with counties, each once", () => {
  const provinces = lines.filter((line) => line.startsWith("# "));
  expect(new Set(provinces).size).toBe(19);
  expect(lines[0]).toBe(provinces[0]);
  for (const line of lines.filter((l) => !l.startsWith("# "))) {
    expect(line).toMatch(/^(?:\p{Script=Han}+[市州盟区])?:(?:\p{Script=Han}+[区县市旗](?: |$))*$/u);
    const counties = line.split(":")[1]?.split(" ") ?? [];
    expect(new Set(counties).size).toBe(counties.length);
  }
});
