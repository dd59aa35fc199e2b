/** Memory for bodies that come or are not answered yet, and places for those who still send them, of all senders together. */
export type BodyBudget = {
  /** @param cut ends this reading at once, when its place or its memory is needed by somebody else */
  begin: (cut: () => void) => Reading;
};

export type Reading = {
  /** @returns false when there is not so much left, nor would be if all others who still send made way */
  take: (bytes: number) => boolean;
  /** What was kept of it is thrown away; it goes on sending. */
  drop: () => void;
  /** All of it is there: from now on it makes way for nobody. */
  keep: () => void;
  /** Its place and its memory are free again. */
  give: () => void;
};

/**
 * Whoever has been sending for longest makes way for who comes: an honest sender is done within milliseconds, and one that
 * takes its time keeps nobody out.
 *
 * @param readersMax so many may send at once
 */
export function bodyBudget(bytesMax: number, readersMax: number): BodyBudget {
  let taken = 0;
  /** Oldest first. */
  const sending = new Map<Reading, { bytes: number; cut: () => void }>();
  const makeWay = (reading: Reading, cut: () => void): void => {
    reading.give();
    cut();
  };
  const makeRoom = (bytes: number, own: Reading): boolean => {
    for (const [reading, { bytes: held, cut }] of sending) {
      if (taken + bytes <= bytesMax) break;
      if (reading !== own && held > 0) makeWay(reading, cut);
    }
    return taken + bytes <= bytesMax;
  };
  return {
    begin: (cut) => {
      const oldest = sending.size >= readersMax ? sending.entries().next().value : undefined;
      if (oldest) makeWay(oldest[0], oldest[1].cut);
      const own = { bytes: 0, cut };
      const reading: Reading = {
        take: (bytes) => {
          if (!makeRoom(bytes, reading)) return false;
          taken += bytes;
          own.bytes += bytes;
          return true;
        },
        drop: () => {
          taken -= own.bytes;
          own.bytes = 0;
        },
        keep: () => void sending.delete(reading),
        give: () => {
          sending.delete(reading);
          reading.drop();
        },
      };
      sending.set(reading, own);
      return reading;
    },
  };
}
