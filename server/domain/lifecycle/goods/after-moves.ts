import { cellKey, type StockCell } from "../../inventory";
import type { StockChange } from "../model";

/** Cells as they will be: goods that a batch's cancels give back may be promised to its new orders. */
export function afterMoves(
  stock: readonly StockCell[],
  moved: readonly StockChange[],
): StockCell[] {
  const changes = new Map(moved.map((m) => [cellKey(m.storeId, m.skuId), m]));
  return stock.map((cell) => {
    const change = changes.get(cellKey(cell.storeId, cell.skuId));
    if (!change) return cell;
    const { reserved, picked, onHand } = change;
    return {
      ...cell,
      reserved: cell.reserved + reserved,
      picked: cell.picked + picked,
      onHand: cell.onHand + onHand,
    };
  });
}
