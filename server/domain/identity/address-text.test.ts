import { expect, test } from "vitest";
import { addressText } from "./address-text";

test.each([
  ["星光花园３號樓２單元（1201 室）", "星光花园3号楼2单元1201室"],
  ["星光花园 (东区) 3栋 b1201", "星光花园东区3栋B1201"],
  ["绿城·桂花园3幢101室放门口", "绿城桂花园3幢101室"],
  ["星光花园3幢1201，放门口", "星光花园3幢1201"],
  ["星光花园3号楼@#浙江省杭州市", "星光花园3号楼"],
  ["浙江省丽水市null遂昌县", "浙江省丽水市遂昌县"],
  ["丰巢小区3幢101室", "丰巢小区3幢101室"],
  ["星光花园3 — 2 — 1201", "星光花园3-2-1201"],
])("address text: %s → %s", (raw, text) => {
  expect(addressText(raw)).toEqual({ text, afterRoom: "", isWhole: true });
});

test("address text: between two numbers a gap is a dash", () => {
  expect(addressText("3幢1 201").text).toBe("3幢1-201");
  expect(addressText("3幢(1)(201)").text).toBe("3幢1-201");
  expect(addressText("B 1201").text).toBe("B-1201");
});

test.each([
  ["3幢101室东户", "东户"],
  ["3幢101室A", "A"],
  ["3幢101室之二", "之二"],
  ["3幢101室主卧", "主卧"],
  ["3幢101室谢谢", ""],
  ["3幢101室家里有狗", ""],
])("address text: %s has %j after the room", (raw, afterRoom) => {
  expect(addressText(raw).afterRoom).toBe(afterRoom);
});

test("address text: says when the text was cut", () => {
  expect(addressText("星".repeat(1_024)).isWhole).toBe(true);
  expect(addressText("星".repeat(1_025)).isWhole).toBe(false);
});
