export type Unit = "piece" | "gram";

const counts = new Intl.NumberFormat("en-US");
const MINUS = "−";
const GRAMS = 1_000;

/** Base units as people read them: pieces as they are, grams as kilograms to the gram. 1 500 g → "1.5 kg". */
export function amountText(base: number, unit: Unit): string {
  if (unit === "piece") return `${base < 0 ? MINUS : ""}${counts.format(Math.abs(base))}`;
  const kilos = (Math.abs(base) / GRAMS).toFixed(3).replace(/\.?0+$/, "");
  return `${base < 0 ? MINUS : ""}${kilos} kg`;
}

/** The same with its sign in front, for changes. */
export const changeText = (base: number, unit: Unit): string =>
  base > 0 ? `+${amountText(base, unit)}` : amountText(base, unit);

/** Base units as a person types them into a field, without the unit. */
export const amountInput = (base: number, unit: Unit): string =>
  unit === "piece" ? String(base) : String(base / GRAMS);

/**
 * What was typed, in base units: whole pieces, or kilograms with at most three decimals. Thousands may have commas, as a
 * spreadsheet writes them.
 *
 * @returns null when it is no such amount
 */
export function readAmount(text: string, unit: Unit): number | null {
  const plain = text
    .trim()
    .replace(/[−－]/g, "-")
    .replace(/^\+/, "")
    .replace(/,(?=\d{3})/g, "");
  const shape = unit === "piece" ? /^-?\d{1,9}$/ : /^-?\d{1,6}(\.\d{1,3})?$/;
  if (!shape.test(plain)) return null;
  const base = unit === "piece" ? Number(plain) : Math.round(Number(plain) * GRAMS);
  return base === 0 ? 0 : base;
}
