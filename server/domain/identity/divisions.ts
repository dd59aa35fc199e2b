import { DIVISIONS_TO_SHANDONG } from "./division-names-1";
import { DIVISIONS_FROM_HENAN } from "./division-names-2";

type Table = {
  provinces: Set<string>;
  /** 浙江 → 浙江省, 杭州 → 杭州市. */
  shortProvinces: Map<string, string>;
  shortCities: Map<string, string>;
  /** Prefecture → its province. */
  cities: Map<string, string>;
  /** County → what governs it: prefectures and provinces. */
  districts: Map<string, Set<string>>;
};
/** A name found in the text, by its full form; none has no characters. */
type Found = { name: string | null; length: number; isShort: boolean };

const NONE: Found = { name: null, length: 0, isShort: false };
const LONGEST = 18;
/** 市 and 区 that go on like this begin another word: 杭州市场, 西湖区政府, 市中心. */
const NO_END = /^(?:场|民|政|府|委|域|块|间|立|属|级|内|中心|道)/;
/** A part of an estate may be called like a district of some other city: 东区, 河东区, 新城区. */
const LIKE_A_PART = /^..$|^.?[东西南北中上下内外前后新老城郊].?[区县市]$/;
/** Where our shops are, a district needs no city in front, whatever it is called. */
const HOME = "杭州市";
const SUBDISTRICT = /^\p{Script=Han}{2,5}?街道(?=\p{Script=Han}{2})/u;

const TABLE = tableOf(`${DIVISIONS_TO_SHANDONG}\n${DIVISIONS_FROM_HENAN}`);

/**
 * How many characters of administrative names stand in front, by the closed list of GB/T 2260: nothing is taken for a
 * place because it ends in 市 or 区, and so no 镇 or 乡 is. A short name counts where a full one that belongs to it
 * follows (杭州西湖区), a subdistrict (北山街道) after a district. What is said twice counts twice.
 *
 * @param text normalised
 */
export function divisionsEnd(text: string): number {
  let end = 0;
  for (let times = 0; times < 3; times += 1) {
    const more = chainLength(text.slice(end, end + 4 * LONGEST), end > 0);
    if (more === 0) break;
    end += more;
  }
  return end;
}

/** The longest chain of a province, a city of it and a district of that. One may be missing; said again, not both of the first. */
function chainLength(text: string, isAgain: boolean): number {
  let best = 0;
  for (const province of provincesAt(text)) {
    for (const city of citiesAt(text, province)) {
      if (isAgain && province === NONE && city === NONE) continue;
      best = Math.max(best, chainEnd(text, province, city));
    }
  }
  return best;
}

function chainEnd(text: string, province: Found, city: Found): number {
  const at = province.length + city.length;
  const district = districtLength(text.slice(at), city.name ?? province.name);
  if (district > 0) {
    const end = at + district;
    return end + (SUBDISTRICT.exec(text.slice(end))?.[0].length ?? 0);
  }
  const last = city.name === null ? province : city;
  return last.isShort ? 0 : at;
}

function provincesAt(text: string): Found[] {
  const full = longest(text, (name) => TABLE.provinces.has(name));
  const short = longest(text, (name) => TABLE.shortProvinces.has(name));
  return [...inFull(text, full), ...inShort(short, TABLE.shortProvinces), NONE];
}

function citiesAt(text: string, province: Found): Found[] {
  const rest = text.slice(province.length);
  const isThere = (city = "") => {
    const of = TABLE.cities.get(city);
    return of !== undefined && (province.name === null || of === province.name);
  };
  const full = longest(rest, isThere);
  const short = longest(rest, (name) => isThere(TABLE.shortCities.get(name)));
  return [...inFull(rest, full), ...inShort(short, TABLE.shortCities), NONE];
}

/** @param governing the city or province said before; without one only a name that cannot be a part's counts */
function districtLength(text: string, governing: string | null): number {
  const name = longest(text, (n) => {
    const of = TABLE.districts.get(n);
    if (of === undefined) return false;
    return governing === null ? of.has(HOME) || !LIKE_A_PART.test(n) : of.has(governing);
  });
  return inFull(text, name)[0]?.length ?? 0;
}

function inFull(text: string, name: string | null): Found[] {
  if (name === null || NO_END.test(text.slice(name.length))) return [];
  return [{ name, length: name.length, isShort: false }];
}

function inShort(short: string | null, names: Map<string, string>): Found[] {
  const name = short === null ? undefined : names.get(short);
  if (short === null || name === undefined) return [];
  return [{ name, length: short.length, isShort: true }];
}

function longest(text: string, isName: (name: string) => boolean): string | null {
  for (let length = Math.min(LONGEST, text.length); length >= 2; length -= 1) {
    const name = text.slice(0, length);
    if (isName(name)) return name;
  }
  return null;
}

function tableOf(written: string): Table {
  const table: Table = {
    provinces: new Set(),
    shortProvinces: new Map(),
    shortCities: new Map(),
    cities: new Map(),
    districts: new Map(),
  };
  let province = "";
  for (const line of written.split("\n").filter(Boolean)) {
    if (line.startsWith("# ")) {
      province = line.slice(2);
      table.provinces.add(province);
      const short = province.replace(/(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$/, "");
      table.shortProvinces.set(short, province);
    } else addCity(table, province, line);
  }
  return table;
}

function addCity(table: Table, province: string, line: string): void {
  const [city = "", districts = ""] = line.split(":");
  if (city !== "") {
    table.cities.set(city, province);
    if (city.endsWith("市")) table.shortCities.set(city.slice(0, -1), city);
  }
  for (const district of districts.split(" ").filter(Boolean)) {
    const of = table.districts.get(district) ?? new Set<string>();
    table.districts.set(district, of.add(province).add(city));
  }
}
