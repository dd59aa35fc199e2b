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

export type Name = { surname: string | null; masked: string };

/**
 * The surname and a form fit for a screen.
 *
 * @param text as the channel writes it: `张三`, `张*`, `张**`, `张(女士)`, `张女士`, with emoji and notes
 * @returns surname null where nothing Chinese is left; masked keeps the surname and one star: `张*`
 */
export function readName(text: string): Name {
  const clean = text
    .normalize("NFKC")
    .replace(/[((【[].*?[))】\]]/g, "")
    .replace(/(先生|女士|小姐|收)$/u, "")
    .replace(/[^\p{Script=Han}*A-Za-z·]/gu, "");
  const han = /^\p{Script=Han}{1,2}/u.exec(clean)?.[0] ?? "";
  if (han === "") return { surname: null, masked: clean ? `${clean.slice(0, 1)}*` : "" };
  const surname = DOUBLE.has(han) ? han : han.slice(0, 1);
  return { surname, masked: `${surname}*` };
}

/** Two names conflict only when both surnames are known and differ. */
export function namesConflict(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}
