import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findDueWritebacks } from "@/db/queries/channels/writebacks";
import { callPlatform } from "@/server/adapters/channels/http-client";
import { accountLines } from "@/server/pipelines/account-lines";
import type { Deps } from "@/server/pipelines/deps";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { writeBack, writeBackTo } from "@/server/pipelines/writeback/write-back";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { failedWork } from "./failed-work";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** Platforms on loopback: what each account's answers, by the account's name in the path. */
let huiliu: Huiliu;
let server: Server;
let base: string;
let answers: Map<string, (response: ServerResponse) => void>;
let asked: string[];
beforeEach(async () => {
  huiliu = await freshHuiliu();
  answers = new Map();
  asked = [];
  server = createServer((request, response) => {
    const name = request.url?.split("/")[1] ?? "";
    asked.push(name);
    request.resume();
    answers.get(name)?.(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await huiliu.close();
});
const { sql } = failedWork(() => huiliu.context.db);
const says = (name: string, body: unknown) =>
  answers.set(name, (response) => void response.end(JSON.stringify(body)));
const idOf = async (code: string) =>
  Number((await sql(`select id from channel_accounts where code = '${code}'`))[0]?.id);

/** Every account's platform is the one on loopback. */
const deps = (): Deps => ({
  ...huiliu.context,
  clientOf: (account) => {
    const config = { ...account.config, apiBase: `${base}/${account.code}` };
    return huiliu.context.clientOf({ ...account, config });
  },
});

/** Orders of an account that its platform is owed a call about. */
async function owe(code: string, kind: string, ...nos: string[]): Promise<void> {
  for (const no of nos)
    await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no, address: { text: no } }));
  await huiliu.drain();
  const mine = `external_no in (${nos.map((no) => `'${no}'`).join()})`;
  await sql(`update orders set account_id = ${await idOf(code)}, trade = 'paid' where ${mine}`);
  await sql(`insert into writebacks (account_id, order_id, kind)
    select account_id, id, '${kind}' from orders where ${mine} order by id`);
}
const again = async () => {
  await sql("update writebacks set due_at = now() where state = 'waiting'");
  await writeBack(deps());
};
const calls = () => sql("select state, attempts, answer from writebacks order by id");
const pulls = async () => (await sql("select external_no as no from pulls")).map((r) => r.no);
const cases = () =>
  sql(`select e.cause, o.external_no as no, o.open_exceptions as n from exception_cases e
    join orders o on o.id = e.order_id where e.code = 'WRITEBACK_FAILED'`);

const meituan = (code: number, msg: string) => ({ data: "ng", error: { code, msg } });
const eleme = (errno: number, error: string) => ({ body: { errno, error } });

test.each([
  ["meituan-1", "confirm", meituan(808, "订单状态已变更"), "808 订单状态已变更"],
  ["meituan-1", "confirm", meituan(805, "订单号错误"), "805 订单号错误"],
  ["meituan-1", "confirm", meituan(1_015, "门店不存在"), "1015 门店不存在"],
  ["meituan-1", "cancel", meituan(808, "订单已完成"), "808 订单已完成"],
  ["eleme-1", "confirm", eleme(20_209, "订单不能确认"), "20209 订单不能确认"],
  ["eleme-1", "cancel", eleme(20_214, "订单不能取消"), "20214 订单不能取消"],
])(
  "%s refuses %s: asked again, the order read anew, then a case",
  async (code, kind, body, words) => {
    await owe(code, kind, "N1");
    says(code, body);
    await again();
    expect(await calls()).toEqual([{ state: "waiting", attempts: 1, answer: words }]);
    expect(await pulls()).toEqual(["N1"]);
    expect(await cases()).toEqual([]);
    for (let i = 0; i < 3; i += 1) await again();
    expect(await calls()).toEqual([{ state: "failed", attempts: 4, answer: words }]);
    const what = kind === "confirm" ? "接单" : "取消";
    expect(await cases()).toEqual([
      { cause: `平台单 N1 回写${what}失败：${words}`, no: "N1", n: 1 },
    ]);
    expect(asked).toHaveLength(4);
  },
);

test("a refusal because the order is accepted already ends without a case once it was read anew", async () => {
  await owe("meituan-1", "confirm", "N1");
  says("meituan-1", meituan(808, "订单状态已变更"));
  await again();
  await sql("update orders set trade = 'accepted'"); // What the detail said.
  await again();
  expect(await calls()).toEqual([{ state: "superseded", attempts: 2, answer: "accepted" }]);
  expect(await cases()).toEqual([]);
});

test("a refusal in other words than before is looked at again, as often as any trouble", async () => {
  await owe("meituan-1", "confirm", "N1");
  await sql("update writebacks set attempts = 9, answer = 'timeout'");
  says("meituan-1", meituan(805, "一"));
  await again();
  expect(await calls()).toMatchObject([{ state: "waiting", attempts: 10 }]);
  says("meituan-1", meituan(805, "二"));
  await sql("update writebacks set attempts = 29");
  await again();
  expect(await calls()).toMatchObject([{ state: "failed", attempts: 30 }]);
  expect(await cases()).toHaveLength(1);
});

test("a platform that never answers delays no other's calls, and its own claim outlasts them", async () => {
  const silent = Array.from({ length: 120 }, (_, i) => `S${i}`);
  await owe("meituan-1", "confirm", ...silent);
  await owe("eleme-1", "confirm", "E1");
  answers.set("meituan-1", () => undefined);
  says("eleme-1", { body: { errno: 0, data: {} } });
  const lines = accountLines(huiliu.context, {
    name: "write-back",
    findDue: (busy) => findDueWritebacks(huiliu.context.db, busy),
    work: (accountId) => writeBackTo(deps(), accountId),
  });
  const states = async (no: string) =>
    (
      await sql(
        `select w.state from writebacks w join orders o on o.id = w.order_id where o.external_no = '${no}'`,
      )
    ).map((r) => r.state);
  const since = performance.now();
  expect(await lines.tick()).toBe(2);
  await expect.poll(() => states("E1"), { interval: 10 }).toEqual(["ok"]);
  await owe("eleme-1", "confirm", "E2");
  expect(await lines.tick()).toBe(1);
  await expect.poll(() => states("E2"), { interval: 10 }).toEqual(["ok"]);
  expect(performance.now() - since).toBeLessThan(4_000); // Before the first silent call was given up.
  await lines.idle();
  expect(performance.now() - since).toBeLessThan(28_000);
  const claimed = asked.filter((name) => name === "meituan-1").length;
  expect(claimed).toBeLessThanOrEqual(48);
  expect(await sql("select max(attempts)::int as most from writebacks")).toEqual([{ most: 1 }]);
}, 60_000);

test("a platform that answers a byte at a time is given up as one that does not answer", async () => {
  answers.set("drip", (response) => {
    const timer = setInterval(() => response.write(" "), 500);
    response.on("close", () => clearInterval(timer));
  });
  const since = performance.now();
  await expect(callPlatform(`${base}/drip`, { method: "GET" })).rejects.toMatchObject({
    kind: "timeout",
  });
  expect(performance.now() - since).toBeLessThan(10_000);
}, 20_000);

test.each([
  ["says yes", { data: "ok" }, 0],
  ["refuses", meituan(808, "订单已完成"), 2_480],
])("of an order that we cancel all is owed until its platform %s", async (_, answer, left) => {
  await sql("update stock set on_hand = 0, opening_pieces = 0 where store_id = 1 and sku_id = 1");
  const goods = [meituanGoods("K0001", 2, 9.9)];
  await tellMeituan(huiliu, "order-paid", meituanOrder("801", goods));
  await huiliu.drain();
  await sql("delete from writebacks");
  await sql("update orders set trade = 'accepted'");
  await sql("update exception_cases set due_at = now() - interval '1 second'");
  await settleShortages(huiliu.context);
  const owed = async () =>
    Number((await sql("select owed_fen from orders where trade = 'cancelled'"))[0]?.owed_fen);
  expect(await owed()).toBe(2_480);
  says("meituan-1", answer);
  await writeBack(deps());
  expect(await owed()).toBe(left);
  expect(await huiliu.verify()).toEqual([]);
});
