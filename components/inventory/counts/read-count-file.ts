/**
 * Article codes with what was counted, from a file of two columns: commas, tabs or semicolons between them. Lines that are
 * no such pair (a heading, a blank) are left out.
 */
export function readCountFile(text: string): { code: string; amount: string }[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((line) => {
      const [code = "", amount = ""] = line.split(/[\t;,]/).map((part) => unquoted(part.trim()));
      return code !== "" && /^-?\d/.test(amount) ? [{ code, amount }] : [];
    });
}

const unquoted = (part: string): string => part.replace(/^"(.*)"$/, "$1").trim();
