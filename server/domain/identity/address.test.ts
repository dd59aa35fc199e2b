import { expect, test } from "vitest";
import { doorText, maskAddress, parseAddress } from "./address";

const door = (text: string) => doorText(parseAddress(text));

test("address: the same room written many ways is one door", () => {
  const ways = [
    "星光花园 3号楼2单元1201室",
    "星光花园3幢2单元1201",
    "星光花园 (3栋2单元 1201室)",
    "星光花园3-2-1201",
    "杭州市西湖区文三路12号星光花园３号楼二单元1201室",
    "浙江省杭州市西湖区星光花园3座2单元1201室 放门口",
    "星光花园 3号楼 (2单元 1201室)@#浙江省杭州市西湖区文三路12号星光花园",
    "星光花园三号楼02单元1201号室",
    "星光花园3号楼2单元1201室 家有小孩！",
  ];
  expect(new Set(ways.map(door))).toEqual(new Set(["星光花园|3|2|1201"]));
});

test.each([
  ["星光花园3号楼2单元1201室", "星光花园3号楼2单元1202室"],
  ["星光花园3号楼2单元1201室", "星光花园3号楼1单元1201室"],
  ["星光花园3号楼2单元1201室", "星光花园2号楼2单元1201室"],
  ["星光花园3号楼2单元1201室", "月光花园3号楼2单元1201室"],
  ["星光花园3-2-301", "星光花园3-2301"],
  ["文一西路969号3幢101室", "文一路969号3幢101室"],
  ["星光花园甲座1201", "星光花园乙座1201"],
  ["星光花园A座1201", "星光花园B座1201"],
])("address: %s is not %s", (a, b) => {
  expect(door(a)).not.toBeNull();
  expect(door(a)).not.toBe(door(b));
});

test.each([
  ["张江路123弄5号301室", "张江路123弄|5||301"],
  ["丰盛九座13-2021", "丰盛9座|13||2021"],
  ["上冯新村136号", null],
  ["星光花园", null],
  ["星光花园3号楼", null],
  ["银泰城B座12层1206", "银泰城|B||1206"],
  ["", null],
])("address: %s → %s", (text, key) => {
  expect(door(text)).toBe(key);
});

test("maskAddress: shows the building, never the room", () => {
  expect(maskAddress(parseAddress("西湖区星光花园3号楼2单元1201室"))).toBe("星光花园 3幢");
  expect(maskAddress(parseAddress("星光花园"))).toBe("星光花园");
  expect(maskAddress(parseAddress("月桂家园5号楼3单元1404室家有小孩"))).toBe("月桂家园 5幢");
  expect(maskAddress(parseAddress("月桂家园旁边第2排的1404那户"))).toBe("月桂家园旁边第");
});
