export { cellKey, decideReservations, type CellChange, type Demand, type Granted, type StockCell } from "./decide-reservations";
