import { channels } from "./channels";
import { exceptions } from "./exceptions";
import { orderDetail } from "./orders/order-detail";
import { orderList } from "./orders/orders";
import { owed } from "./owed";
import { session } from "./session";
import { inventory } from "./stock/inventory";
import { stockEdits } from "./stock/stock-edits";
import { stockSync } from "./stock/stock-sync";
import { stockWork } from "./stock/stock-work";
import { system } from "./system";
import { router } from "./trpc";

/** Everything the console can ask. One noun, one router. */
export const appRouter = router({
  session,
  orders: orderList,
  order: orderDetail,
  exceptions,
  owed,
  inventory,
  stockEdits,
  stockWork,
  stockSync,
  channels,
  system,
});

export type AppRouter = typeof appRouter;
