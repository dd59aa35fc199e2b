import { causeOf } from "./apart";
import type { Deps } from "./deps";

/** Work that waits for platforms: one line an account, so that a slow platform keeps nobody else waiting. */
type AccountLines = {
  /** Begin with every account that has something due and is not busy. @returns accounts begun with */
  tick: () => Promise<number>;
  /** All that is under way is done. */
  idle: () => Promise<void>;
};

/** One kind of work that waits for platforms. */
type LineWork = {
  name: string;
  /** Accounts with something due, without those that are busy. */
  findDue: (busy: readonly number[]) => Promise<number[]>;
  /** Does what is due of one account. */
  work: (accountId: number) => Promise<unknown>;
};

/** Lines that begin when they are told to, and go on beside each other. */
export function accountLines(
  deps: Pick<Deps, "log">,
  { name, findDue, work }: LineWork,
): AccountLines {
  const busy = new Map<number, Promise<void>>();
  const begin = (accountId: number): void => {
    const line = work(accountId)
      .then(() => undefined)
      .catch((error: unknown) =>
        deps.log.warn({ name, accountId, cause: causeOf(error) }, "line will go on"),
      )
      .finally(() => busy.delete(accountId));
    busy.set(accountId, line);
  };
  return {
    tick: async () => {
      const due = await findDue([...busy.keys()]);
      for (const accountId of due) begin(accountId);
      return due.length;
    },
    idle: async () => {
      await Promise.all(busy.values());
    },
  };
}
