import { pgEnum } from "drizzle-orm/pg-core";
import {
  AFTER_SALE,
  DELIVERY,
  DELIVERY_OWNERS,
  FULFIL,
  HANDSHAKE,
  RESERVATION,
  REVIEW,
  STOCK,
  TRADE,
} from "@/server/domain/orders/axes";

/** The state axes of docs/domain/lifecycle.md as enums: four bytes each, readable in SQL, refused when unknown. */
export const trade = pgEnum("trade", TRADE);
export const review = pgEnum("review", REVIEW);
export const stockState = pgEnum("stock_state", STOCK);
export const fulfil = pgEnum("fulfil", FULFIL);
export const handshake = pgEnum("handshake", HANDSHAKE);
export const delivery = pgEnum("delivery", DELIVERY);
export const afterSale = pgEnum("after_sale", AFTER_SALE);
export const deliveryOwner = pgEnum("delivery_owner", DELIVERY_OWNERS);
export const reservationState = pgEnum("reservation_state", RESERVATION);
export const zone = pgEnum("zone", ["ambient", "chilled", "frozen", "live"]);
export const parcelClass = pgEnum("parcel_class", ["regular", "frozen", "live"]);
