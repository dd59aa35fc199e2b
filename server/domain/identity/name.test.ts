import { expect, test } from "vitest";
import { namesConflict, readName } from "./name";

test.each([
  ["张三", "张", "张*"],
  ["张**", "张", "张*"],
  ["张(女士)", "张", "张*"],
  ["李女士", "李", "李*"],
  ["欧阳锋", "欧阳", "欧阳*"],
  ["🎈王五收", "王", "王*"],
  ["", null, ""],
])("readName: %s", (text, surname, masked) => {
  expect(readName(text)).toEqual({ surname, masked });
});

test("namesConflict: only two known and different surnames do", () => {
  expect(namesConflict("张", "李")).toBe(true);
  expect(namesConflict("张", "张")).toBe(false);
  expect(namesConflict(null, "李")).toBe(false);
});
