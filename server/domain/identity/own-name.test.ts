import { expect, test } from "vitest";
import { isCompound, isOwnName, startsWithRoad } from "./own-name";

test.each([
  ["星光花园", true],
  ["城市花园", true],
  ["东篱花园", true],
  ["银泰城", true],
  ["紫金港东区学生公寓", true],
  ["花园", false],
  ["新村", false],
  ["东区", false],
  ["学生公寓", false],
  ["南区学生公寓", false],
  ["人才公寓2期", false],
  ["中心大楼", false],
  ["500弄", false],
  ["", false],
])("own name: %s is one: %s", (name, is) => {
  expect(isOwnName(name)).toBe(is);
});

test.each([
  ["星光花园", true],
  ["星光花园1期东区", true],
  ["朝晖新村A区", true],
  ["西溪天街", true],
  ["学生家园", false],
  ["锅炉房", false],
  ["银泰城", false],
  ["星光花园3号", false],
  ["小区", false],
])("own name: %s is a compound: %s", (name, is) => {
  expect(isCompound(name)).toBe(is);
});

test("own name: a road counts with its number", () => {
  for (const text of ["文三路12号", "示例路12-1号星光花园", "紫龙路500弄", "竹影街7号"])
    expect(startsWithRoad(text)).toBe(true);
  for (const text of ["文三路", "路12号", "12号", "南路12号", "星光花园3号"])
    expect(startsWithRoad(text)).toBe(false);
});
