import type { NewCase } from "./new-case";

/** Pieces of one line that nobody has to look at: as many as the channel allows, or its article where that is fewer. */
export const unaskedPieces = (linePiecesMax: number, lineMax: number | null): number =>
  Math.min(linePiecesMax, lineMax ?? linePiecesMax);

type OddLine = { orderId: number; lineNo: number; name: string; ordered: number; most: number };

/** The case of a line that asks for more. */
export function oddQuantity({
  orderId,
  lineNo,
  name,
  ordered,
  most,
}: OddLine): Pick<NewCase, "subject" | "cause" | "data"> & { code: "QUANTITY_ODD" } {
  return {
    code: "QUANTITY_ODD",
    subject: `order:${orderId}:${lineNo}`,
    cause: `${name} 一次买 ${ordered} 件，超过 ${most} 件，确认无误后关闭本条即备货`,
    data: { lineNo, most },
  };
}
