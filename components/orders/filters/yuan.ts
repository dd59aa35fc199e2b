/** "86.4" → 8640; null for an empty box, undefined for what is no amount. */
export function yuanToFen(text: string): number | null | undefined {
  const clean = text.trim();
  if (clean === "") return null;
  const found = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(clean);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : undefined;
}
