import { expect, test } from "vitest";
import type { DemoDoor } from "@/server/domain/demo/household-types";
import { seededRng } from "@/server/domain/kernel/rng";
import { ADDRESS_STYLES, writeAddress } from "./write-address";

const door: DemoDoor = {
  id: "C01-3-2-1201",
  compound: {
    id: "C01",
    name: "星光花园",
    storeCode: "S01",
    district: "西湖区",
    road: "荷风路",
    roadNo: 12,
    lngE6: 120_100_000,
    latE6: 30_280_000,
  },
  building: 3,
  unit: 2,
  room: "1201",
  lngE6: 120_100_000,
  latE6: 30_280_000,
};

test("writeAddress: one door, seven ways", () => {
  const written = ADDRESS_STYLES.map((style) => writeAddress(door, style, seededRng(3)));
  expect(new Set(written).size).toBe(7);
  expect(written.slice(0, 4)).toEqual([
    "星光花园 3号楼2单元1201室",
    "星光花园3幢2单元1201",
    "星光花园 (3栋2单元 1201室)",
    "星光花园3-2-1201",
  ]);
  expect(written[4]).toMatch(/^杭州市西湖区荷风路12号星光花园[3３]号楼二单元1201室$/);
  expect(written[5]).toBe("星光花园 3号楼 (2单元 1201室)@#浙江省杭州市西湖区荷风路12号星光花园");
  expect(written[6]).toMatch(/^星光花园3号楼2单元1201室（.+）$/);
});

test("writeAddress: every style names the compound, the building and the room", () => {
  for (const style of ADDRESS_STYLES) {
    const text = writeAddress(door, style, seededRng(9)).replace("３", "3");
    expect(text).toContain("星光花园");
    expect(text).toMatch(/3.*1201/);
  }
});
