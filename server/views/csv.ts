/** Spreadsheets run what begins like a formula: such text is kept as text by a leading quote. */
export const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One row of a file. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** Shanghai wall time by arithmetic: UTC+8 all year. */
export function csvClock(ms: number | null): string {
  return ms === null
    ? ""
    : new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

export const csvYuan = (fen: number): string => {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** The first thing in a file: the mark that makes spreadsheets read UTF-8, and the header. */
export const csvStart = (header: readonly string[]): string => `\uFEFF${csvLine(header)}`;
