import type { Db } from "./client";

/** Hands out ids that nobody else has, in rising order within one source. */
export type IdSource = { take: (count: number) => Promise<number[]> };

const BLOCK = 1000;

/**
 * Ids in blocks of 1 000: one call to the database serves a thousand rows. Ids of a block that is not used up are lost,
 * which is fine: they only have to be unique.
 */
export function idSource(db: Db): IdSource {
  let next = 0;
  let end = 0;
  return {
    take: async (count) => {
      const ids: number[] = [];
      while (ids.length < count) {
        if (next === end) {
          const [row] = await db<{ block: number }[]>`select nextval('id_blocks') as block`;
          next = (row?.block ?? 0) * BLOCK;
          end = next + BLOCK;
        }
        ids.push(next);
        next += 1;
      }
      return ids;
    },
  };
}
