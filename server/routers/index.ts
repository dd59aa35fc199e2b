import { channels } from "./channels";
import { exceptions } from "./exceptions";
import { inventory } from "./inventory";
import { orderDetail } from "./order-detail";
import { orderList } from "./orders";
import { session } from "./session";
import { stockEdits } from "./stock-edits";
import { stockSync } from "./stock-sync";
import { stockWork } from "./stock-work";
import { system } from "./system";
import { router } from "./trpc";

/** Everything the console can ask. One noun, one router. */
export const appRouter = router({
  session,
  orders: orderList,
  order: orderDetail,
  exceptions,
  inventory,
  stockEdits,
  stockWork,
  stockSync,
  channels,
  system,
});

export type AppRouter = typeof appRouter;
