/** Small tables inside panels, the same everywhere. */
export const TABLE = "w-full border-collapse text-[13px]";
export const TH =
  "border-b border-line bg-panel px-3 py-1.5 text-left text-xs font-normal whitespace-nowrap text-text-2";
export const TD = "border-b border-line-soft px-3 py-1.5 align-middle";
