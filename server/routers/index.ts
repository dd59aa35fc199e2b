import { channels } from "./channels";
import { exceptions } from "./exceptions";
import { orderDetail } from "./order-detail";
import { orderList } from "./orders";
import { session } from "./session";
import { system } from "./system";
import { router } from "./trpc";

/** Everything the console can ask. One noun, one router. */
export const appRouter = router({
  session,
  orders: orderList,
  order: orderDetail,
  exceptions,
  channels,
  system,
});

export type AppRouter = typeof appRouter;
