import { countDeadLetters } from "@/db/log/dead-letters";
import { listAccounts, listStores } from "@/db/queries/channels/catalog";
import { countOpenCases } from "@/db/queries/lists/cases";
import { seesChain, seesStore, storeScope } from "../auth/user";
import { DEVICES } from "../domain/orders/labels";
import { router, signedIn } from "./trpc";

/** Who is here, what they may look at, and what waits for them. */
export const session = router({
  me: signedIn.query(async ({ ctx }) => {
    const { user, deps } = ctx;
    const [stores, accounts] = await Promise.all([listStores(deps.db), listAccounts(deps.db)]);
    const channels = [...new Set(accounts.map((a) => a.channel))].filter((c) => !DEVICES.has(c));
    return {
      user,
      stores: stores
        .filter((s) => seesStore(user, s.id))
        .map((s) => ({ id: s.id, code: s.code, name: s.name })),
      channels,
    };
  }),

  badges: signedIn.query(async ({ ctx }) => {
    const [cases, deadLetters] = await Promise.all([
      countOpenCases(ctx.deps.db, storeScope(ctx.user, null)),
      seesChain(ctx.user) ? countDeadLetters(ctx.deps.db) : 0,
    ]);
    return { cases, deadLetters };
  }),
});
