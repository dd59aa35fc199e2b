import { expect, test } from "vitest";
import { groupCommit } from "./group-commit";

const options = { size: 3, waitMs: 1, waitMsMax: 2, parallel: 1, deadlineMs: 1000 };

test("groupCommit: entries are stored together, in order, in batches of at most the size", async () => {
  const stored: number[][] = [];
  const commits = groupCommit<number>(async (entries) => void stored.push(entries), options);
  await Promise.all([1, 2, 3, 4].map((n) => commits.add(n)));
  expect(stored).toEqual([[1, 2, 3], [4]]);
});

test("groupCommit: nobody is told 'stored' when the commit failed", async () => {
  const commits = groupCommit<number>(() => Promise.reject(new Error("down")), options);
  const answers = await Promise.allSettled([commits.add(1), commits.add(2)]);
  expect(answers.map((a) => a.status)).toEqual(["rejected", "rejected"]);
});

test("groupCommit: a commit that hangs refuses its entries at the deadline", async () => {
  const commits = groupCommit<number>(() => new Promise(() => undefined), {
    ...options,
    deadlineMs: 5,
  });
  await expect(commits.add(1)).rejects.toThrow("not stored in time");
});

test("groupCommit: whoever waits behind a commit that hangs is refused in time as well", async () => {
  const commits = groupCommit<number>(() => new Promise(() => undefined), {
    ...options,
    size: 1,
    deadlineMs: 8,
  });
  const answers = await Promise.allSettled([1, 2, 3].map((n) => commits.add(n)));
  expect(answers.map((a) => a.status)).toEqual(["rejected", "rejected", "rejected"]);
});

test("groupCommit: drain waits for what is under way", async () => {
  let release = (): void => undefined;
  const commits = groupCommit<number>(
    () =>
      new Promise((resolve) => {
        release = resolve;
      }),
    options,
  );
  const added = commits.add(1);
  let drained = false;
  const draining = commits.drain().then(() => {
    drained = true;
  });
  await Promise.resolve();
  expect(drained).toBe(false);
  release();
  await Promise.all([added, draining]);
  expect(drained).toBe(true);
});
