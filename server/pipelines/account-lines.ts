import { causeOf } from "./apart";
import type { Deps } from "./deps";

/** Work that waits for platforms: one line an account, so that a slow platform keeps nobody else waiting. */
export type AccountLines = {
  /** Begin with every account that has something due and is not busy. @returns accounts begun with */
  tick: () => Promise<number>;
  /** All that is under way is done. */
  idle: () => Promise<void>;
};

/**
 * @param findDue accounts with something due, without those that are busy
 * @param work what is due of one account
 */
export function accountLines(
  deps: Pick<Deps, "db" | "log">,
  name: string,
  findDue: (busy: readonly number[]) => Promise<number[]>,
  work: (accountId: number) => Promise<unknown>,
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
