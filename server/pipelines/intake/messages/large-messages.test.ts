import { expect, test } from "vitest";
import type { LogMessage } from "@/db/log/inbox";
import type { Deps } from "@/server/pipelines/deps";
import { type LargeMessages, largeMessages } from "./large-messages";

const file = { id: 7, accountId: 1, topic: "file", body: Buffer.from("a,b"), encoding: 1 };
const MESSAGE = file as unknown as LogMessage;

type Reading = Pick<Deps["reader"], "message">["message"];

/** Ask until it may be taken. @returns what is said of it, and how often it was read */
async function readUntilReady(message: Reading) {
  let wake = (): void => undefined;
  let readings = 0;
  const deps = {
    bodies: { open: async (messages: LogMessage[]) => messages },
    catalog: { get: async () => ({ accounts: new Map([[1, { protocol: "own" }]]) }) },
    adapterOf: () => ({}),
    log: { warn: () => undefined },
    reader: {
      message: (asked: Parameters<Reading>[0]) => {
        readings += 1;
        return message(asked);
      },
    },
  } as unknown as Deps;
  const large: LargeMessages = largeMessages(deps, () => wake());
  while (!large.isReady(MESSAGE))
    await new Promise<void>((done) => {
      wake = done;
    });
  return { said: large.saidBy(MESSAGE), readings };
}

test("a large message whose reading breaks is put aside with the cause; its lane goes on", async () => {
  const { said } = await readUntilReady(() => Promise.reject(new Error("the thread fell")));
  expect(said).toEqual({ ok: false, error: { code: "FAILED", cause: "the thread fell" } });
});

test("one that finds the thread busy is asked for again, and is not put aside", async () => {
  let isBusy = true;
  const { said, readings } = await readUntilReady(async () => {
    const answer = isBusy
      ? ({ ok: false, error: { code: "BUSY", cause: "later" } } as const)
      : ({ ok: true, value: [] } as const);
    isBusy = false;
    return answer as Awaited<ReturnType<Reading>>;
  });
  expect(said).toEqual({ ok: true, value: [] });
  expect(readings).toBe(2);
});

test("a database that is away says nothing about the message: it is read again", async () => {
  let isAway = true;
  const { said, readings } = await readUntilReady(async () => {
    if (isAway) {
      isAway = false;
      throw Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
    }
    return { ok: true, value: [] } as Awaited<ReturnType<Reading>>;
  });
  expect(said).toEqual({ ok: true, value: [] });
  expect(readings).toBe(2);
});
