export {
  type CellChange,
  cellKey,
  type Demand,
  decideReservations,
  type Granted,
  type StockCell,
} from "./decide-reservations";
