/** The list's columns, the same for the header and every row. */
export const COLUMNS =
  "grid items-center gap-x-2 grid-cols-[116px_112px_104px_88px_112px_minmax(150px,1fr)_minmax(190px,1.7fr)_88px_56px_84px_76px]";

export const COLUMN_NAMES = [
  "label",
  "number",
  "phase",
  "promise",
  "store",
  "recipient",
  "goods",
  "paid",
  "merged",
  "rider",
  "marks",
] as const;

export const ROW_HEIGHTS = { compact: 32, usual: 40 } as const;
export type Density = keyof typeof ROW_HEIGHTS;
