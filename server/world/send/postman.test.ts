import { expect, test } from "vitest";
import type { WireRequest } from "../wire/request";
import type { HttpClient } from "./http-client";
import { createPostman, type Outcome } from "./postman";

const request: WireRequest = {
  method: "POST",
  path: "/",
  headers: {},
  contentType: "",
  body: Buffer.alloc(0),
};

function clientOf(script: (number | "down")[]): HttpClient {
  return {
    call: async () => {
      const next = script.shift() ?? 200;
      if (next === "down") throw new Error("refused");
      return { status: next, text: "" };
    },
    close: () => {},
  };
}

function deliver(
  script: (number | "down")[],
  maxAttempts = 10,
): Promise<Outcome & { built: number }> {
  const postman = createPostman({ client: clientOf(script), backoffMs: 1, maxAttempts });
  let built = 0;
  return new Promise((resolve) =>
    postman.post({
      build: () => {
        built += 1;
        return request;
      },
      isAcked: (answer) => answer.status === 200,
      onDone: (outcome) => resolve({ ...outcome, built }),
    }),
  );
}

test("postman: tries again after 503, 429 and silence, built anew each time", async () => {
  const outcome = await deliver([503, 429, "down", 200]);
  expect(outcome).toMatchObject({ kind: "acked", attempts: 4, built: 4 });
});

test("postman: a refusal is final, endless trouble is bounded", async () => {
  expect(await deliver([401, 200])).toMatchObject({ kind: "refused", attempts: 1 });
  expect(
    await deliver(
      Array.from({ length: 20 }, () => 503),
      3,
    ),
  ).toMatchObject({ kind: "lost", attempts: 3 });
});

test("postman: only so many are on the way at once, all arrive", async () => {
  let active = 0;
  let most = 0;
  const client: HttpClient = {
    call: async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return { status: 200, text: "" };
    },
    close: () => {},
  };
  const postman = createPostman({ client, maxActive: 4 });
  await Promise.all(
    Array.from(
      { length: 50 },
      () =>
        new Promise<void>((resolve) =>
          postman.post({ build: () => request, isAcked: () => true, onDone: () => resolve() }),
        ),
    ),
  );
  expect(most).toBe(4);
  await postman.stop();
  expect(postman.pending()).toBe(0);
});
