const PHONE = /(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g;
const SECRET_KEY = /(^|\.)(sign|signature|sig|token|secret|access_token|app_?secret)$/i;
const NAME_KEY = /(name|receiver|recipient|consignee|buyer|收货人|姓名|团长)$/i;
const NOT_A_PERSON =
  /(sku|food|goods|item|product|shop|store|poi|channel|app|activity|upc|unit|spec|category|商品|门店)/i;
const PHONE_KEY = /(phone|mobile|tel|手机|电话)/i;
const PLACE_KEY = /(address|addr|location|地址)(\.\w+)?$/i;
const NOTE_KEY = /(caution|remark|memo|note|comment|备注)$/i;
const POINT_KEY = /(^|[._])(lng|lat|longitude|latitude)(_e6)?$/i;

const STARS_MAX = 12;
const star = (text: string, keep: number): string => {
  const letters = [...text];
  const stars = Math.min(STARS_MAX, Math.max(3, letters.length - keep));
  return text === "" ? "" : `${letters.slice(0, keep).join("")}${"*".repeat(stars)}`;
};

/** Numbers of people inside any text: 138****5678. */
const maskPhones = (text: string): string => text.replace(PHONE, "$1****$2");

/**
 * A channel's message fit for a screen: names, phones, addresses, notes, signatures and coordinates of people are
 * masked, everything else stays as it was sent.
 *
 * @param text JSON, a form (`a=1&b=2`, also with JSON values), or CSV
 */
export function redactText(text: string): string {
  const json = parse(text);
  if (json !== undefined) return JSON.stringify(redactValue("", json), null, 2);
  if (/^[\w.%-]+=/.test(text) && !text.includes("\n")) return redactForm(text);
  return redactTable(text);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function redactForm(text: string): string {
  const shown = [...new URLSearchParams(text)].map(([key, value]) => [
    key,
    redactValue(key, readable(value)),
  ]);
  return JSON.stringify(Object.fromEntries(shown), null, 2);
}

/** 美团 encodes values twice: nobody reads escapes, and no name hides behind them. */
function readable(value: string): string {
  if (!/%[0-9A-Fa-f]{2}/.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** @param key the value's own name, after its parent's: `address.text`, `items.name` */
function redactValue(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => redactValue(key, each));
  if (typeof value === "object" && value !== null) {
    const parent = key.split(".").at(-1) ?? "";
    return Object.fromEntries(
      Object.entries(value).map(([own, each]) => [own, redactValue(`${parent}.${own}`, each)]),
    );
  }
  if (POINT_KEY.test(key)) return "***";
  if (typeof value === "number") return PHONE_KEY.test(key) ? star(String(value), 3) : value;
  return typeof value === "string" ? redactWord(key, value) : value;
}

function redactWord(key: string, value: string): unknown {
  const inner = parse(value);
  if (inner !== undefined) return redactValue(key, inner);
  if (SECRET_KEY.test(key)) return "***";
  if (PHONE_KEY.test(key)) return value === "" ? "" : maskTail(value);
  if (PLACE_KEY.test(key)) return star(value, 4);
  if (NOTE_KEY.test(key)) return star(value, 0);
  if (NAME_KEY.test(key) && !NOT_A_PERSON.test(key)) return star(value, 1);
  return maskPhones(value);
}

function maskTail(value: string): string {
  const digits = value.replace(/\D/g, "");
  return digits.length >= 7 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : "***";
}

/** CSV: the header names what each column is. Quoted commas are kept together. */
function redactTable(text: string): string {
  const rows = text.split(/\r?\n/).map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []);
  const header = (rows[0] ?? []).map((cell) => cell.replace(/[",\uFEFF]/g, "").trim());
  return rows
    .map((cells, i) =>
      i === 0 ? cells.join("") : cells.map((cell, c) => redactCell(header[c] ?? "", cell)).join(""),
    )
    .join("\n");
}

function redactCell(column: string, cell: string): string {
  const comma = cell.endsWith(",") ? "," : "";
  const value = comma ? cell.slice(0, -1) : cell;
  return `${String(redactWord(column, value.replace(/^"|"$/g, "")))}${comma}`;
}
