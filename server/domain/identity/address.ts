import { addressText } from "./address-text";
import { divisionsEnd } from "./divisions";
import { isCompound, isOwnName, startsWithRoad } from "./own-name";

/**
 * A Chinese delivery address taken apart from the door outwards. Structure, never likeness of text, may decide that
 * two orders go to the same door.
 */
type Address = {
  /** Compound or road with number, without administrative names: `星光花园`, `文一西路969号`. */
  community: string;
  building: string | null;
  unit: string | null;
  room: string | null;
  /** The whole, normalised. */
  text: string;
};

/**
 * Rules that differ between two doors must leave them two keys: in doubt a part stays in.
 *
 * @param raw as a channel writes it, in any of its shapes
 * @returns parts in canonical form: 幢=栋=座=号楼=#, Chinese numerals as digits, no leading zeros, letters upper case
 * @source docs/domain/identity.md#address
 */
export function parseAddress(raw: string): Address {
  const { text, afterRoom, isWhole } = addressText(raw);
  const tail = isWhole ? readTail(text) : { ...NOTHING, community: text };
  const room = tail.room === null ? null : tail.room + afterRoom;
  return { ...tail, room, community: communityOf(tail.community), text };
}

/**
 * The canonical door, or null when the address does not name one: without a room there is no door.
 *
 * The unit may be missing where a building has one: it then stays a different key, and the pair is not merged.
 */
export function doorText(address: Address): string | null {
  if (address.room === null || address.community === "") return null;
  return [address.community, address.building ?? "", address.unit ?? "", address.room].join("|");
}

/** A number that may be a room: none of a road, and nothing after it that counts houses. */
const MAYBE_ROOM =
  /(?<![\d路街道巷弄村组])\d+号|(?<!\d)\d+(?![\d号弄期区组座幢栋村里巷院排])|[零〇一二两三四五六七八九十百千]{3,}/;
/** An address that could not be taken apart may hide its room anywhere. */
const ANY_NUMBER = /\d|[零〇一二两三四五六七八九十百千]{2,}/;

/** What may stand on a screen: compound and building, never the room, in whatever figures it is written. */
export function maskAddress(address: Address): string {
  const isWhole = address.building === null && address.room === null;
  const end = address.community.search(isWhole ? ANY_NUMBER : MAYBE_ROOM);
  const community = end < 0 ? address.community : address.community.slice(0, end);
  const building = address.building ? `${address.building}幢` : "";
  return [community, building].filter(Boolean).join(" ").slice(0, 40);
}

type Tail = Pick<Address, "community" | "building" | "unit" | "room">;

const NOTHING: Tail = { community: "", building: null, unit: null, room: null };
const SIDES = "甲乙丙丁东西南北中";

const FORMS: readonly RegExp[] = [
  // 3号楼2单元1201室 · 3幢1201 · B座12层1206 · 3幢2-1201, but 九座13-2021 is house 13 of 九座
  formOf(
    `^(?<community>.*?[^\\d-])-?(?<building>\\d{1,3}|[A-Z]\\d{0,2}|[甲乙丙丁])(?:号楼|栋|幢|座|#楼?)`,
    `(?:-?(?<unit>\\d{1,2}|[A-Z]|[${SIDES}])(?:单元|门|(?<!座-?\\d{1,2})-))?(?<floor>[-负]?\\d{1,2}(?:层|楼))?`,
    `-?(?:(?<room>\\d{3,4}[A-Z]?|[A-Z]\\d{2,4})(?:号室|室|房|号)?)?$`,
  ),
  // 3-2-1201
  formOf(
    `^(?<community>.*?[^\\d-])-?(?<building>\\d{1,3}|[A-Z])-(?<unit>\\d{1,2})-(?<room>\\d{3,4}[A-Z]?)(?:室|房)?$`,
  ),
  // 3-1201
  formOf(
    `^(?<community>.*?[^\\d-])-?(?<building>\\d{1,3}|[A-Z])-(?<room>\\d{3,4}[A-Z]?)(?:室|房)?$`,
  ),
  // 弄 is the compound's number, 号 the building: 123弄5号301室
  formOf(`^(?<community>.*?\\d弄)(?<building>\\d{1,3})号(?<room>\\d{3,4}[A-Z]?)(?:室|房)?$`),
  // 2单元1201室 in a compound of one building
  formOf(
    `^(?<community>.*?[^\\d-])(?<unit>\\d{1,2})(?:单元|门)(?<room>\\d{3,4}[A-Z]?)(?:号室|室|房|号)?$`,
  ),
  // 上冯新村136号1201室: a house number and a room
  formOf(`^(?<community>.*?\\d号)(?<room>\\d{3,4}[A-Z]?)(?:室|房)$`),
];

function formOf(...parts: string[]): RegExp {
  return new RegExp(parts.join(""));
}

function readTail(text: string): Tail {
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    return {
      community: parts.community ?? "",
      building: part(parts.building),
      unit: part(parts.unit),
      room: onFloor(part(parts.room), parts.floor),
    };
  }
  return { ...NOTHING, community: text };
}

const part = (text: string | undefined): string | null =>
  text ? text.replace(/^0+(?=\d)/, "") : null;

/** A floor says nothing that 1201 does not; where the room is not numbered by it, or it is below ground, it does. */
function onFloor(room: string | null, floor: string | undefined): string | null {
  if (room === null || floor === undefined) return room;
  const level = floor.replace(/^负/, "-").slice(0, -1).replace(/^0/, "");
  const isNumberedByIt = room.replace(/[A-Z]$/, "").slice(0, -2) === level;
  return isNumberedByIt ? room : `${level}F${room}`;
}

/** A road with its number: 文三路12号. No part of an estate, town or village stands in front of it. */
const ROAD = /^[^\dA-Z区期镇乡村县市]{1,8}(?:路|街|大道|巷|弄)\d+号/;

/**
 * Province, city and district say where the compound is; the compound's name says which it is. They are left out only
 * where what remains names the place by itself, as is the road in front of a compound.
 */
function communityOf(head: string): string {
  const text = withoutDashes(head);
  const rest = text.slice(divisionsEnd(text));
  const place = startsWithRoad(rest) || isOwnName(rest) ? rest : text;
  const name = place.slice(ROAD.exec(place)?.[0].length ?? 0);
  return isCompound(name) ? name : place;
}

/** A pattern that looks for dashes at the end begins anew at each one. */
function withoutDashes(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text[from] === "-") from += 1;
  while (to > from && text[to - 1] === "-") to -= 1;
  return text.slice(from, to);
}
