/**
 * Who may call what. Every procedure has its line; one without a line fails the test that reads this.
 * `own`: people of one store ask it about their store. `chain`: nobody of a single store.
 */
type Rule = { roles: readonly string[]; reach: "own" | "chain" };

export const ROLES = ["operations", "service", "dispatch", "store", "finance", "admin"] as const;
const own = (...roles: string[]): Rule => ({ roles, reach: "own" });
const chain = (...roles: string[]): Rule => ({ roles, reach: "chain" });
const everybody = own(...ROLES);
const wholeChain = chain("operations", "service", "dispatch", "finance", "admin");
const clerks = chain("operations", "service", "admin");
const operations = chain("operations", "admin");
const keepers = own("operations", "dispatch", "store", "admin");
const tellers = own("operations", "service", "store", "finance", "admin");
const closers = own("operations", "service", "dispatch", "store", "admin");

export const ACCESS: Readonly<Record<string, Rule>> = {
  "session.me": everybody,
  "session.badges": everybody,
  "orders.list": everybody,
  "orders.tabs": everybody,
  "orders.newer": everybody,
  "orders.rows": everybody,
  "orders.find": everybody,
  "orders.csv": everybody,
  "order.get": everybody,
  "order.raw": everybody,
  "order.reveal": closers,
  "exceptions.list": everybody,
  "exceptions.queues": everybody,
  "exceptions.skus": everybody,
  "exceptions.stores": everybody,
  "exceptions.mapSku": clerks,
  "exceptions.mapStore": clerks,
  "exceptions.closing": everybody,
  "exceptions.close": closers,
  "owed.list": tellers,
  "owed.totals": tellers,
  "owed.csv": tellers,
  "owed.settle": tellers,
  "inventory.page": everybody,
  "inventory.rows": everybody,
  "inventory.totals": everybody,
  "inventory.categories": everybody,
  "inventory.cell": everybody,
  "inventory.moves": everybody,
  "stockEdits.file": keepers,
  "stockEdits.preview": keepers,
  "stockEdits.commit": keepers,
  "stockEdits.quota": keepers,
  "stockEdits.send": keepers,
  "stockEdits.receive": keepers,
  "stockEdits.sendBack": keepers,
  "stockEdits.restock": keepers,
  "stockWork.counts": everybody,
  "stockWork.transfers": everybody,
  "stockWork.checks": wholeChain,
  "stockWork.runCheck": operations,
  "stockWork.drifts": everybody,
  "stockWork.repair": operations,
  "stockWork.collisions": everybody,
  "stockWork.reports": everybody,
  "stockSync.accounts": everybody,
  "stockSync.differences": everybody,
  "stockSync.compare": keepers,
  "stockSync.setRule": operations,
  "channels.list": wholeChain,
  "channels.preview": clerks,
  "channels.import": clerks,
  "system.health": wholeChain,
  "system.deadLetters": wholeChain,
  "system.openDeadLetter": operations,
  "system.rerun": operations,
  "system.discard": operations,
};
