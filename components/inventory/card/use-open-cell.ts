"use client";

import { createParser, useQueryState } from "nuqs";
import { useCallback } from "react";

export type OpenCell = { storeId: number; skuId: number };

const parseAsCell = createParser<OpenCell>({
  parse: (text) => {
    const found = /^(\d{1,9}):(\d{1,9})$/.exec(text);
    return found ? { storeId: Number(found[1]), skuId: Number(found[2]) } : null;
  },
  serialize: ({ storeId, skuId }) => `${storeId}:${skuId}`,
  eq: (a, b) => a.storeId === b.storeId && a.skuId === b.skuId,
});

/** The shelf whose card is open; it stands in the address as ?cell=store:sku. */
export function useOpenCell() {
  const [opened, setOpened] = useQueryState("cell", parseAsCell);
  const open = useCallback((cell: OpenCell | null) => void setOpened(cell), [setOpened]);
  return { opened, open };
}
