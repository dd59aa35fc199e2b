/**
 * A Chinese delivery address taken apart from the door outwards. Structure, never likeness of text, may decide that
 * two orders go to the same door.
 */
export type Address = {
  /** Compound or road with number, without administrative names: `星光花园`, `文一西路969号`. */
  community: string;
  building: string | null;
  unit: string | null;
  room: string | null;
  /** The whole, normalised. */
  text: string;
};

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
/** Words for couriers, not for the place. */
const NOTES =
  /(放(在)?(门口|家门口|前台|门卫|快递柜)|丰巢|快递柜|门卫(室)?|到了(打|请打)?电话|请?电联|送货上门|别敲门|勿按门铃|null)/g;
/** What follows is no address. Bringing text into its normal form sorts marks, which takes the square of their number. */
const LENGTH_MAX = 1_024;

/**
 * @param raw as a channel writes it, in any of its shapes
 * @returns parts in canonical form: 幢=栋=座=号楼=#, Chinese numerals as digits, no leading zeros, letters upper case
 * @source reference/domain.md §1.4, channels.md §13.1
 */
export function parseAddress(raw: string): Address {
  const text = normalise(raw);
  const tail = readTail(text);
  return { ...tail, community: communityOf(tail.community), text };
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

/** What may stand on a screen: compound and building, never the room. */
export function maskAddress(address: Address): string {
  // An address that could not be taken apart may hide its room anywhere: nothing from its first digit on is shown.
  const isWhole = address.building === null && address.room === null;
  const community = isWhole ? (/^[^\d]*/.exec(address.community)?.[0] ?? "") : address.community;
  const building = address.building ? `${address.building}幢` : "";
  return [community, building].filter(Boolean).join(" ").slice(0, 40);
}

function normalise(raw: string): string {
  const place = raw.slice(0, LENGTH_MAX).normalize("NFKC").split("@#")[0] ?? "";
  return numerals(
    place
      .toUpperCase()
      .replace(/[()【】[\]]/g, " ")
      .replace(NOTES, " ")
      .replace(/[‐-―−_]/g, "-")
      .replace(/[\s,,。.;;、!！~]+/g, "")
      // Words after the room are for the courier.
      .replace(/(\d(?:号室|室))[^\d]*$/, "$1"),
  );
}

/** Chinese numerals become digits only where a classifier follows: 三号楼 yes, 三里屯 no. */
function numerals(text: string): string {
  return text.replace(
    /([零〇一二两三四五六七八九十百]+)(号楼|号|栋|幢|座|单元|门|层|楼|室|期|区)?/g,
    (all, word: string, classifier?: string) =>
      classifier ? `${chineseNumber(word)}${classifier}` : all,
  );
}

function chineseNumber(word: string): number {
  let total = 0;
  let digit = 0;
  const isSpelled = word.length > 1 && !/[十百]/.test(word);
  for (const c of word) {
    if (c === "十") {
      total += (digit || 1) * 10;
      digit = 0;
    } else if (c === "百") {
      total += (digit || 1) * 100;
      digit = 0;
    } else digit = (isSpelled ? digit * 10 : 0) + (DIGITS[c] ?? 0);
  }
  return total + digit;
}

type Tail = {
  community: string;
  building: string | null;
  unit: string | null;
  room: string | null;
};

const FORMS: readonly RegExp[] = [
  // 3号楼2单元1201室 · 3幢1201 · B座12层1206
  /^(.*?[^\d-])(\d{1,3}|[A-Z]\d{0,2}|[甲乙丙丁])(?:号楼|栋|幢|座|#楼?)(?:(\d{1,2}|[A-Z])(?:单元|门))?(?:-?(?:负)?\d{1,2}(?:层|楼))?-?(?:(\d{3,4}[A-Z]?|[A-Z]\d{2,4})(?:号室|室|房|号)?)?$/,
  // 3-2-1201
  /^(.*?[^\d-])(\d{1,3}|[A-Z])-(\d{1,2})-(\d{3,4}[A-Z]?)(?:室|房)?$/,
  // 3-1201
  /^(.*?[^\d-])(\d{1,3}|[A-Z])-()(\d{3,4}[A-Z]?)(?:室|房)?$/,
  // 弄 is the compound's number, 号 the building: 123弄5号301室
  /^(.*?\d弄)(\d{1,3})号()(\d{3,4})(?:室|房)?$/,
  // 2单元1201室 in a compound of one building
  /^(.*?[^\d-])()(\d{1,2})(?:单元|门)(\d{3,4}[A-Z]?)(?:号室|室|房|号)?$/,
  // 上冯新村136号1201室: a house number and a room
  /^(.*?\d号)()()(\d{3,4}[A-Z]?)(?:室|房)$/,
];

function readTail(text: string): Tail {
  for (const form of FORMS) {
    const m = form.exec(text);
    if (m)
      return { community: m[1] ?? "", building: part(m[2]), unit: part(m[3]), room: part(m[4]) };
  }
  return { community: text, building: null, unit: null, room: null };
}

const part = (text: string | undefined): string | null =>
  text ? text.replace(/^0+(?=\d)/, "") : null;

const PLACES =
  /^.{0,8}?(?:省|自治区)|^[^路街道巷]{1,6}?市|^[^路街道巷园苑城里庭]{1,5}?[区县](?![^\d]{0,2}\d)|^[^路街巷园苑城里庭]{1,6}?(?:街道|镇|乡)/;

/** Province, city, district and street say where the compound is; the compound's name says which it is. */
function communityOf(head: string): string {
  let rest = head;
  for (let i = 0; i < 4; i += 1) {
    const place = PLACES.exec(rest)?.[0];
    if (!place || place.length === rest.length) break;
    rest = rest.slice(place.length);
  }
  const afterRoad = /^.{1,10}?(?:路|街|大道|巷|弄)\d+号(.{2,})$/.exec(rest)?.[1];
  return withoutDashes(afterRoad ?? rest);
}

/** A pattern that looks for dashes at the end begins anew at each one. */
function withoutDashes(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text[from] === "-") from += 1;
  while (to > from && text[to - 1] === "-") to -= 1;
  return text.slice(from, to);
}
