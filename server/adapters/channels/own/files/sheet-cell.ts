import {
  clockShanghai,
  cutText,
  FieldError,
  readInt,
  readSeconds,
  readShanghai,
  readText,
  yuanToFen,
} from "@/server/domain/channels/reading";
import { isUnset } from "@/server/domain/channels/unset";
import type { Fen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";

/** A cell without what spreadsheets put around it. `isText`: it was marked as text, so its digits are all there. */
export type SheetCell = { text: string; isText: boolean };

/** UTF-16 units of a cell that are kept: more than of any field. */
const CELL_MAX = 1_100;

/**
 * What a cell holds. Text is marked by an apostrophe before it, by `="…"` around it, or by a tab beside it, as exports
 * do to keep a spreadsheet from reading a number.
 */
export function sheetCell(raw: string): SheetCell {
  const hasTab = raw.startsWith("\t") || raw.endsWith("\t");
  const text = raw.trim();
  if (text.startsWith("'")) return { text: kept(text.slice(1)), isText: true };
  if (text.length > 2 && text.startsWith('="') && text.endsWith('"'))
    return { text: kept(text.slice(2, -1)), isText: true };
  return { text: kept(text), isText: hasTab };
}

const kept = (text: string): string => cutText(text.trim(), CELL_MAX).trimEnd();

/** The same cell as a file holds it: `sheetCell(markedCell(cell))` is `cell`. */
export const markedCell = ({ text, isText }: SheetCell): string => (isText ? `'${text}` : text);

/**
 * Digits, letters and signs as codes and numbers have them: full-width ones become ASCII, quotes that a Chinese keyboard
 * writes for an apostrophe become one, marks nobody sees go.
 */
export const halfWidth = (text: string): string => (IS_PLAIN.test(text) ? text : toHalfWidth(text));

const IS_PLAIN = /^[\x20-\x7e]*$/;

const toHalfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .replaceAll("\uffe5", "\u00a5")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, "");

/** The digits a spreadsheet keeps of a number. */
const DIGITS_KEPT = 15;
const AGAIN = "请把该列设为文本后重新导出";
const ERROR_CELL = /^#(?:#+|N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)$/;

/**
 * Refuse a number of an order, a phone or an article that a spreadsheet has damaged.
 *
 * @throws FieldError on 2.02E+17, on sixteen digits and more of which none is left after the fifteenth, on 123.0, and
 * on characters that could not be read
 */
export function refuseDamagedCode({ text, isText }: SheetCell, field: string): void {
  refuseErrorCell(text, field);
  if (/^[+-]?\d+(?:\.\d+)?e[+-]\d+$/i.test(text))
    throw new FieldError("BAD_FIELD", field, `已被表格软件改成科学计数（${text}），${AGAIN}`);
  if (!isText && /^\d{16,}$/.test(text) && /^0+$/.test(text.slice(DIGITS_KEPT)))
    throw new FieldError(
      "BAD_FIELD",
      field,
      `第 ${DIGITS_KEPT} 位以后全是 0，已被表格软件截断，${AGAIN}；号码本来如此时，请在前面加英文单引号`,
    );
  if (!isText && /^\d+\.0+$/.test(text))
    throw new FieldError("BAD_FIELD", field, `已被表格软件改成小数，${AGAIN}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\ufffd]/.test(text))
    throw new FieldError("BAD_FIELD", field, "有无法识别的字符，请另存为 UTF-8 的 CSV 或 xlsx");
}

/**
 * @throws FieldError on what a spreadsheet shows instead of a value: ###### or #N/A
 */
export function refuseErrorCell(text: string, field: string): void {
  if (ERROR_CELL.test(text))
    throw new FieldError("BAD_FIELD", field, "是表格软件的错误值，不是内容");
}

/**
 * A code that must be there.
 *
 * @throws FieldError when it is empty, longer than `max`, or damaged
 */
export function readCode(cell: SheetCell, field: string, max: number): string {
  refuseDamagedCode(cell, field);
  return readText(cell.text, field, max);
}

const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;
const MONEY = new RegExp(String.raw`^(-?)\u00a5? ?${NUMBER}(\.\d+)? ?元?$`);
const COUNT = new RegExp(String.raw`^${NUMBER}(?:\.0+)?$`);

/**
 * Yuan as people write them: 3.9, ¥3.90, 1,004.90, 3.50元.
 *
 * @throws FieldError when it is no such amount
 */
export function readYuan(text: string, field: string): Fen {
  const m = MONEY.exec(text);
  const plain = m ? `${m[1]}${m[2]?.replaceAll(",", "")}${m[3] ?? ""}` : text;
  return yuanToFen(plain, field);
}

/**
 * A count as people write it: 2, 2.00, 1,200.
 *
 * @throws FieldError outside the bounds or not whole
 */
export function readCount(text: string, field: string, bounds: readonly [number, number]) {
  const m = COUNT.exec(text);
  return readInt(m?.[1]?.replaceAll(",", "") ?? null, field, bounds);
}

/** The day number of 1 January 1970 in a spreadsheet that counts from 1900. */
const SERIAL_OF_1970 = 25_569;
const DAY_SECONDS = 86_400;
const SHANGHAI_SECONDS = 8 * 3_600;

/**
 * A moment of Shanghai as a spreadsheet writes it: `yyyy-MM-dd HH:mm:ss`, slashes, 2026年11月28日 4:08, or the number of
 * days since 1900.
 *
 * @throws FieldError when it is no such moment, or none that ever is
 */
export function readSheetTime(text: string, field: string): Instant {
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    const seconds = Math.round((Number(text) - SERIAL_OF_1970) * DAY_SECONDS);
    return readSeconds(seconds - SHANGHAI_SECONDS, field);
  }
  return readShanghai(plainTime(text), field);
}

/** The same of when something happened, of whatever year where it is written out: `holdMoments` holds it against arrival. */
export function readSheetClock(text: string, field: string): Instant {
  const isSerial = /^\d{5}(?:\.\d+)?$/.test(text);
  return isSerial ? readSheetTime(text, field) : clockShanghai(plainTime(text), field);
}

const plainTime = (text: string): string =>
  text
    .replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日/, "$1-$2-$3 ")
    .replace(/\s+/g, " ")
    .replace(/\.0{1,6}$/, "");

/** What people and exports write into a cell that has nothing to say. */
export const isEmptyCell = (text: string): boolean =>
  isUnset(text) || /^(?:[-—–/\\]{1,4}|无|空)$/.test(text.trim());
