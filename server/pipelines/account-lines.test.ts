import { expect, test } from "vitest";
import { accountLines } from "./account-lines";

const deps = {
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
} as unknown as Parameters<typeof accountLines>[0];

test("accountLines: an account that hangs keeps nobody else waiting, and is not begun with twice", async () => {
  const begun: number[] = [];
  let answer = (): void => undefined;
  const hangs = new Promise<void>((done) => {
    answer = done;
  });
  const lines = accountLines(deps, {
    name: "test",
    findDue: async (busy) => [1, 2].filter((id) => !busy.includes(id)),
    work: (id) => {
      begun.push(id);
      return id === 1 ? hangs : Promise.resolve();
    },
  });
  expect(await lines.tick()).toBe(2);
  await new Promise((done) => setImmediate(done)); // The second has its answer by now.
  expect(await lines.tick()).toBe(1);
  expect(begun).toEqual([1, 2, 2]);
  answer();
  await lines.idle();
  expect(await lines.tick()).toBe(2);
});

test("accountLines: an account that fails is begun with again", async () => {
  let tries = 0;
  const lines = accountLines(deps, {
    name: "test",
    findDue: async (busy) => (busy.length > 0 ? [] : [7]),
    work: () => {
      tries += 1;
      return Promise.reject(new Error("away"));
    },
  });
  await lines.tick();
  await lines.idle();
  await lines.tick();
  await lines.idle();
  expect(tries).toBe(2);
});
