import { expect, test } from "vitest";
import type { LogMessage } from "@/db/log/inbox";
import { ok, refuse } from "@/server/domain/kernel/result";
import { BROKEN, FORGOTTEN } from "@/server/pipelines/bodies";
import type { Catalog } from "@/server/pipelines/catalog";
import type { ChannelAdapter } from "@/server/ports/channel";
import { sampleAccount, sampleOrder } from "@/tests/samples/order";
import { readBatch } from "./read-batch";

/** Reads the body as an order's number; "?" is nobody's. */
const adapter = {
  decode: (_: string, body: Uint8Array) => {
    const externalNo = Buffer.from(body).toString();
    if (externalNo === "?") return refuse({ code: "BAD_BODY", cause: "读不懂" });
    return ok([{ type: "order" as const, order: sampleOrder({ externalNo }) }]);
  },
} as unknown as ChannelAdapter;
const catalog = { accounts: new Map([[1, sampleAccount()]]) } as unknown as Catalog;

const message = (id: number, text: string, change: Partial<LogMessage> = {}): LogMessage =>
  ({ id, accountId: 1, topic: "order", body: Buffer.from(text), encoding: 0, ...change }) as never;

const read = (messages: readonly LogMessage[]) =>
  readBatch({ adapterOf: () => adapter }, messages, { catalog, large: null });

test("readBatch: what is said, in the order in which it came; what nobody can read stands alone", () => {
  const { said, failures } = read([message(1, "A1"), message(2, "?"), message(3, "A2")]);
  expect(said.orders.map((o) => o.order.externalNo)).toEqual(["A1", "A2"]);
  expect(failures.map((f) => [f.message.id, f.code])).toEqual([[2, "BAD_BODY"]]);
});

test("readBatch: no account, no body any more, a body that was changed: each with its cause", () => {
  const { said, failures } = read([
    message(1, "A1", { accountId: 9 }),
    message(2, "A2", { encoding: FORGOTTEN }),
    message(3, "A3", { encoding: BROKEN }),
  ]);
  expect(said.orders).toEqual([]);
  expect(failures.map((f) => [f.message.id, f.code])).toEqual([
    [1, "UNKNOWN_ACCOUNT"],
    [2, "FAILED"],
    [3, "FAILED"],
  ]);
});
