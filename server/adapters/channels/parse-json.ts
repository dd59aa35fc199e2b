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
  if (depthOf(text) > DEPTH_MAX) throw new SyntaxError(`nested deeper than ${DEPTH_MAX}`);
  return JSON.parse(hasLongNumber(text) ? quoteLongNumbers(text) : text) as Json;
}

export function asObject(value: Json | undefined): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

export function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

const LONG_NUMBER = /[:[,]\s*-?\d{16,}/;
const hasLongNumber = (text: string): boolean => LONG_NUMBER.test(text);

/** Only digits outside strings are touched: strings are matched first and passed through. */
function quoteLongNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (m) => (m[0] === '"' ? m : `"${m}"`));
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i += 1;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth -= 1;
  }
  return deepest;
}
