/** JSON that came from outside. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const DEPTH_MAX = 32;

/**
 * Parse without being hurt: bounded nesting, whole numbers beyond 2^53 kept as text (platform ids have 19 digits).
 *
 * @throws SyntaxError on broken or too deeply nested text
 */
export function parseJson(text: string): Json {
  if (mayBeDeep(text) && depthOf(text) > DEPTH_MAX)
    throw new SyntaxError(`嵌套超过 ${DEPTH_MAX} 层`);
  return JSON.parse(hasLongNumber(text) ? quoteLongNumbers(text) : text) as Json;
}

export function asObject(value: Json | undefined): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

export function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** What a table of ours says about a word from outside; "constructor" and its like say nothing. */
export function entryOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

const LONG_NUMBER = /[:[,]\s*-?\d{16,}/;
const hasLongNumber = (text: string): boolean => LONG_NUMBER.test(text);

/** Only whole numbers outside strings are touched. One walk: a pattern would begin anew at each quote of a broken string. */
function quoteLongNumbers(text: string): string {
  let out = "";
  let kept = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i);
    else if (isDigit(c)) {
      const end = endOfNumber(text, i);
      if (end - i >= LONG_DIGITS && isWhole(text, i, end)) {
        const start = text.charCodeAt(i - 1) === MINUS ? i - 1 : i;
        out += `${text.slice(kept, start)}"${text.slice(start, end)}"`;
        kept = end;
      }
      i = end - 1;
    }
  }
  return out + text.slice(kept);
}

const LONG_DIGITS = 16;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Where a number that begins here with a digit ends: behind its fraction and its exponent. */
function endOfNumber(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && IN_NUMBER.has(text.charCodeAt(i))) i += 1;
  return i;
}

function isWhole(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}

/** Few brackets cannot nest deeply, and most messages have few: counting them is cheaper than reading the text. */
function mayBeDeep(text: string): boolean {
  let left = DEPTH_MAX;
  for (const bracket of ["{", "["]) {
    for (let i = text.indexOf(bracket); i >= 0; i = text.indexOf(bracket, i + 1)) {
      left -= 1;
      if (left < 0) return true;
    }
  }
  return false;
}

/** Brackets inside strings do not count; a broken string counts to its end, and JSON.parse refuses it anyway. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i);
    else if (c === BRACE || c === BRACKET) deepest = Math.max(deepest, ++depth);
    else if (c === BRACE_END || c === BRACKET_END) depth -= 1;
  }
  return deepest;
}

const IN_NUMBER = new Set([..."0123456789.eE+-"].map((c) => c.charCodeAt(0)));
const MINUS = 45;
const [QUOTE, BACKSLASH, BRACE, BRACKET, BRACE_END, BRACKET_END] = [34, 92, 123, 91, 125, 93];

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) {
    i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  }
  return i;
}

/**
 * The source text of a member of the outermost object, to the byte as it was sent: what somebody signed.
 *
 * @param text JSON that `parseJson` has taken
 * @returns null when there is no such member
 */
export function rawMember(text: string, name: string): string | null {
  let at = text.indexOf("{") + 1;
  for (let quote = text.indexOf('"', at); quote >= 0; quote = text.indexOf('"', at)) {
    const end = endOfString(text, quote);
    const start = text.indexOf(":", end) + 1;
    at = endOfValue(text, start);
    if (text.slice(quote + 1, end) === name) return text.slice(start, at).trim();
  }
  return null;
}

const COMMA = 44;

/** Just behind a value: at the comma or the bracket that ends it. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i);
    else if (c === BRACE || c === BRACKET) depth += 1;
    else if (c === BRACE_END || c === BRACKET_END) depth -= 1;
    if (depth < 0 || (depth === 0 && c === COMMA)) return i;
  }
  return text.length;
}
