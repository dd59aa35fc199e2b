import { expect, test } from "vitest";
import { addressText } from "./address-text";
import { DIVISIONS_TO_SHANDONG } from "./division-names-1";
import { DIVISIONS_FROM_HENAN } from "./division-names-2";
import { divisionsEnd } from "./divisions";

/** What is in front, and the rest. */
const cut = (text: string) => text.slice(0, divisionsEnd(text));

test.each([
  ["浙江省杭州市西湖区星光花园", "浙江省杭州市西湖区"],
  ["杭州市星光花园", "杭州市"],
  ["西湖区文三路12号", "西湖区"],
  ["上城区星光花园", "上城区"],
  ["浙江杭州西湖区星光花园", "浙江杭州西湖区"],
  ["浙江省义乌市星光花园", "浙江省义乌市"],
  ["北京市北京市朝阳区星光花园", "北京市北京市朝阳区"],
  ["广西壮族自治区南宁市青秀区星光花园", "广西壮族自治区南宁市青秀区"],
  ["攀枝花市东区星光花园", "攀枝花市东区"],
  ["台州市三门县星光花园", "台州市三门县"],
  ["西湖区北山街道星光花园", "西湖区北山街道"],
])("divisions: %s begins with %s", (text, front) => {
  expect(cut(text)).toBe(front);
});

test.each([
  "城市花园",
  "都市花园",
  "开发区花园",
  "湖区花园",
  "东区星光花园",
  "河西区星光花园",
  "朝晖6区",
  "北山街道星光花园",
  "良渚镇星光花园",
  "杭州花园",
  "浙江大学",
  "上海市场路12号",
  "杭州市民中心",
  "西湖区政府宿舍",
])("divisions: none in front of %s", (text) => {
  expect(cut(text)).toBe("");
});

test("divisions: a district of another city is none after a city", () => {
  expect(cut("杭州市朝阳区星光花园")).toBe("杭州市");
  expect(cut("杭州市桥西区星光花园")).toBe("杭州市");
});

test("divisions: every name is left as it is when an address is normalised", () => {
  const written = `${DIVISIONS_TO_SHANDONG}\n${DIVISIONS_FROM_HENAN}`;
  const names = written.split(/[\s:#]+/).filter(Boolean);
  expect(names.length).toBeGreaterThan(3_000);
  for (const name of names) expect(addressText(name).text).toBe(name);
});
