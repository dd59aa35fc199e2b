/** Surnames of two characters; every other Chinese surname is its first character. */
const DOUBLE = new Set([
  "欧阳",
  "上官",
  "司马",
  "诸葛",
  "皇甫",
  "东方",
  "慕容",
  "令狐",
  "夏侯",
  "尉迟",
  "公孙",
  "司徒",
  "端木",
  "南宫",
]);

/** A longer text is no name. Bringing text into its normal form sorts marks, which takes the square of their number. */
const LENGTH_MAX = 64;
const CLOSING = /[)）】\]]/;
const OPENING = /[(（【[]/;

type Name = { surname: string | null; masked: string };

/**
 * The surname and a form fit for a screen.
 *
 * @param text as the channel writes it: `张三`, `张*`, `张**`, `张(女士)`, `张女士`, with emoji and notes
 * @returns surname null where nothing Chinese is left; masked keeps the surname and one star: `张*`
 */
export function readName(text: string): Name {
  const clean = withoutNotes(text.slice(0, LENGTH_MAX).normalize("NFKC"))
    .replace(/(先生|女士|小姐|收)$/u, "")
    .replace(/[^\p{Script=Han}*A-Za-z·]/gu, "");
  const han = /^\p{Script=Han}{1,2}/u.exec(clean)?.[0] ?? "";
  if (han === "") return { surname: null, masked: clean ? `${clean.slice(0, 1)}*` : "" };
  const surname = DOUBLE.has(han) ? han : han.slice(0, 1);
  return { surname, masked: `${surname}*` };
}

/** Without what stands in brackets, up to the first one that closes; what is never closed stays. */
function withoutNotes(text: string): string {
  const parts = text.split(CLOSING);
  const last = parts.pop() ?? "";
  return parts.map((part) => part.split(OPENING, 1)[0]).join("") + last;
}

/** Two names conflict only when both surnames are known and differ. */
export function namesConflict(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}
