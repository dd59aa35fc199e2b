import type { DemoDoor } from "@/server/domain/demo/household-types";
import type { Rng } from "@/server/domain/kernel/rng";

/** The ways people and platforms write one and the same door. */
export const ADDRESS_STYLES = [
  "plain",
  "block",
  "bracketed",
  "dashed",
  "full",
  "geocoded",
  "noted",
] as const;
type AddressStyle = (typeof ADDRESS_STYLES)[number];

const NOTES = ["放门口", "放门口就行", "到了打电话", "家有小孩勿按门铃", "请放快递柜"];
const HAN_DIGITS = "零一二三四五六七八九";

/**
 * A door as somebody writes it. All styles of a door mean the same place; only `noted` and `full` draw from `rng`.
 *
 * @source docs/domain/identity.md#address
 * @example writeAddress(door, "dashed", rng) → "星光花园3-2-1201"
 */
export function writeAddress(door: DemoDoor, style: AddressStyle, rng: Rng): string {
  const { building, unit, room } = door;
  const { name, road, roadNo, district } = door.compound;
  switch (style) {
    case "plain":
      return `${name} ${building}号楼${unit}单元${room}室`;
    case "block":
      return `${name}${building}幢${unit}单元${room}`;
    case "bracketed":
      return `${name} (${building}栋${unit}单元 ${room}室)`;
    case "dashed":
      return `${name}${building}-${unit}-${room}`;
    case "full": {
      const number = rng.chance(5_000) ? fullWidth(building) : String(building);
      return `杭州市${district}${road}${roadNo}号${name}${number}号楼${hanNumber(unit)}单元${room}室`;
    }
    case "geocoded":
      return `${name} ${building}号楼 (${unit}单元 ${room}室)@#浙江省杭州市${district}${road}${roadNo}号${name}`;
    case "noted":
      return `${name}${building}号楼${unit}单元${room}室（${rng.pick(NOTES)}）`;
  }
}

function fullWidth(n: number): string {
  return String(n).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
}

/** Units are below ten. */
function hanNumber(n: number): string {
  return HAN_DIGITS.charAt(n);
}
