/** Memory for bodies that are not answered yet, of all senders together. */
export type BodyBudget = {
  /** @returns false when there is not so much left */
  take: (bytes: number) => boolean;
  give: (bytes: number) => void;
};

export function bodyBudget(bytesMax: number): BodyBudget {
  let taken = 0;
  return {
    take: (bytes) => {
      if (taken + bytes > bytesMax) return false;
      taken += bytes;
      return true;
    },
    give: (bytes) => {
      taken -= bytes;
    },
  };
}
