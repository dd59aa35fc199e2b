/** One Chinese digit, as people write it in house numbers. */
export const HAN_DIGIT = "零〇一二两三四五六七八九";
const DIGITS = "零一二三四五六七八九";
const SPELLED = /^[零〇一二三四五六七八九]+$/;
/** Parts are counted, never read out digit by digit: 一二期 are two of them, 二七区 is a place. */
const PARTS = /^[区期组排村]$/;
/** A whole numeral, begun once only, and what it counts. 三门峡 and 三门县 are places. */
const COUNTED =
  /(?<![零〇一二两三四五六七八九十百千])([零〇一二两三四五六七八九十百千]+)(号楼|号|栋|幢|座|单元|门(?![峡县])|层|楼|室|期|区|弄|组|排|村|#)/g;

/**
 * Chinese numerals become digits where a word that counts parts of an address follows: 三号楼 yes, 三里屯 no.
 *
 * What is no well-formed numeral (一百五 may be 105 or 150) stays as it is.
 *
 * @example numerals("五百弄三号楼") → "500弄3号楼"
 */
export function numerals(text: string): string {
  return text.replace(COUNTED, (all, word: string, counted: string) => {
    if (word.length > 1 && SPELLED.test(word) && PARTS.test(counted)) return all;
    const digits = digitsOf(word);
    return digits === null ? all : `${digits}${counted}`;
  });
}

/** Digit by digit (一二零一) or with tens and hundreds (一千二百零一), below ten thousand. */
function digitsOf(word: string): string | null {
  if (word.length > 1 && SPELLED.test(word)) return [...word].map(digitOf).join("");
  const plain = word
    .replaceAll("两", "二")
    .replaceAll("〇", "零")
    .replace(/^十|(?<=百)十/, "一十");
  const value = countOf(plain);
  return value < 10_000 && spell(value) === plain ? String(value) : null;
}

const digitOf = (han: string): number => (han === "〇" ? 0 : DIGITS.indexOf(han));

function countOf(word: string): number {
  let [total, digit] = [0, 0];
  for (const c of word) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[c];
    if (unit === undefined) digit = digitOf(c);
    else {
      total += digit * unit;
      digit = 0;
    }
  }
  return total + digit;
}

/** The one full spelling of a number: 110 is 一百一十, 105 一百零五. */
function spell(value: number): string {
  if (value === 0) return "零";
  const places = [1000, 100, 10, 1].map((unit) => Math.floor(value / unit) % 10);
  const spelled = places.map((digit, i) =>
    digit === 0 ? "零" : DIGITS.charAt(digit) + "千百十".charAt(i),
  );
  return spelled
    .join("")
    .replace(/零+/g, "零")
    .replace(/^零|零$/g, "");
}
