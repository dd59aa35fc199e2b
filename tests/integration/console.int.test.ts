import { afterAll, beforeAll, expect, test } from "vitest";
import type { User } from "@/server/auth/user";
import { appRouter } from "@/server/routers";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

const ORDERS = 250;
const PAGE = 100;
const question = {
  range: "7d",
  group: null,
  phases: [],
  channels: [],
  storeId: null,
  minFen: null,
  maxFen: null,
  flags: [],
  search: "",
};

let huiliu: Huiliu;
beforeAll(async () => {
  huiliu = await freshHuiliu();
  for (let i = 0; i < ORDERS; i += 1)
    await huiliu.tell(i % 3 ? "app-1" : "mini-1", "order", bodyOf(i));
  await huiliu.drain();
});
afterAll(() => huiliu.close());

/** Several orders of one moment, so that pages have to break inside a tie. */
function bodyOf(i: number): string {
  const store = i % 5 === 0 ? "store_s02" : "store_s01";
  const sku = i % 50 === 7 ? "NOBODY-KNOWS" : "K0001";
  return ownOrder(
    {
      channel_order_id: `LIST${String(i).padStart(5, "0")}`,
      store_code: store,
      day_seq: i + 1,
      buyer: { name: "张三", phone: `1990000${String(i).padStart(4, "0")}` },
      address: { text: `无名小区${i}幢1单元101室` },
    },
    [{ sku, qty: 1, fen: 1_000 + i }],
  );
}

const person: User = { id: "u1", name: "测试", email: "t@t", role: "admin", storeId: null };
const ask = (user: User = person) => appRouter.createCaller({ deps: huiliu.context, user });

async function walk(user?: User): Promise<string[]> {
  const seen: string[] = [];
  let place: string | null = null;
  do {
    const cursor = place === null ? null : { place, towards: "older" as const };
    const page: { rows: { id: string }[]; older: string | null } = await ask(user).orders.list({
      question,
      cursor,
    });
    seen.push(...page.rows.map((row) => row.id));
    place = page.older;
  } while (place !== null);
  return seen;
}

test("list: the pages hold every order once, newest first, and read back the same way up", async () => {
  const seen = await walk();
  expect(seen).toHaveLength(ORDERS);
  expect(new Set(seen).size).toBe(ORDERS);
  const first = await ask().orders.list({ question });
  const second = await ask().orders.list({
    question,
    cursor: { place: first.older ?? "", towards: "older" },
  });
  const back = await ask().orders.list({
    question,
    cursor: { place: second.newer ?? "", towards: "newer" },
  });
  expect(back.rows.map((row) => row.id)).toEqual(first.rows.map((row) => row.id));
  expect(first.rows).toHaveLength(PAGE);
});

test("tabs: they partition what the list holds, under every filter", async () => {
  for (const change of [
    {},
    { channels: ["mini"] },
    { storeId: 2 },
    { flags: ["exception" as const] },
  ]) {
    const { total, tabs } = await ask().orders.tabs({ ...question, ...change });
    expect(tabs.reduce((sum, tab) => sum + tab.count, 0)).toBe(total);
    for (const { group, count } of tabs.filter((tab) => tab.count > 0 && tab.count <= PAGE)) {
      const { rows } = await ask().orders.list({ question: { ...question, ...change, group } });
      expect(rows, group).toHaveLength(count);
    }
  }
  expect((await ask().orders.tabs(question)).total).toBe(ORDERS);
});

test("search: tail, day number, platform number, goods and id each find their order", async () => {
  const find = async (search: string) =>
    (await ask().orders.list({ question: { ...question, search } })).rows;
  const [byTail] = await find("0042");
  expect(byTail?.externalNo).toBe("LIST00042");
  expect((await find("#43")).map((row) => row.id)).toEqual([byTail?.id]);
  expect((await find("LIST0004")).length).toBe(10);
  expect((await find(byTail?.id ?? "")).length).toBe(1);
  const name = byTail?.goods.split("×")[0] ?? "";
  expect((await find(name)).length).toBe(PAGE);
  expect(await find("%%")).toEqual([]);
});

test("scope: a store's manager sees that store only, whatever was asked", async () => {
  const manager: User = { ...person, role: "store", storeId: 2 };
  const own = await walk(manager);
  expect(own).toHaveLength(ORDERS / 5);
  const all = await walk();
  const foreign = all.find((id) => !own.includes(id)) ?? "";
  await expect(ask(manager).order.get({ id: foreign })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(ask(manager).order.raw({ id: foreign })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const reveal = ask(manager).order.reveal({ id: foreign, reason: "核对地址" });
  await expect(reveal).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("detail: lines, money, history and the message fit together and name nobody", async () => {
  const [row] = (await ask().orders.list({ question: { ...question, search: "0042" } })).rows;
  const order = await ask().order.get({ id: row?.id ?? "" });
  expect(order.lines.reduce((sum, line) => sum + line.paidFen, 0)).toBe(order.paidFen);
  expect(order.ladder.find((step) => step.key === "paid")?.fen).toBe(order.paidFen);
  expect(order.story.at(-1)).toMatchObject({ kind: "order_placed", source: "channel" });
  expect(order.parcels).toHaveLength(1);
  const raw = await ask().order.raw({ id: order.id });
  expect(raw?.text).toContain("LIST00042");
  for (const shown of [JSON.stringify(order), raw?.text ?? ""]) {
    expect(shown).not.toContain("19900000042");
    expect(shown).not.toContain("张三");
    expect(shown).not.toContain("101室");
  }
});

test("reveal: shows the contact once it is written down who asked and why", async () => {
  const [row] = (await ask().orders.list({ question: { ...question, search: "0042" } })).rows;
  const id = row?.id ?? "";
  expect(await ask().order.reveal({ id, reason: "顾客来电" })).toMatchObject({
    phone: "19900000042",
  });
  const audit = await huiliu.context
    .db`select user_id, action, reason from audit_log where action = 'contact.reveal'`;
  expect(audit.at(-1)).toMatchObject({ user_id: "u1", reason: "顾客来电" });
  const finance = ask({ ...person, role: "finance" }).order.reveal({ id, reason: "好奇看看" });
  await expect(finance).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("csv: as many lines as the list has orders, masked", async () => {
  let text = "";
  let place: string | null = null;
  do {
    const piece: { text: string; next: string | null } = await ask().orders.csv({
      question,
      place,
    });
    text += piece.text;
    place = piece.next;
  } while (place !== null);
  expect(text.trim().split("\r\n")).toHaveLength(ORDERS + 1);
  expect(text).not.toMatch(/1990000\d{4}/);
});

test("exceptions: queues sum, mapping an article lets its orders go on, a case closes once with a note", async () => {
  const queues = await ask().exceptions.queues({ state: "open", storeId: null });
  expect(queues.queues.reduce((sum, q) => sum + q.n, 0)).toBe(queues.total);
  const filter = { state: "open" as const, codes: ["SKU_UNMATCHED"], storeId: null };
  const { rows } = await ask().exceptions.list({ filter });
  expect(rows).toHaveLength(5);
  const mapping = rows[0]?.mapping;
  const [sku] = await ask().exceptions.skus({ words: "K0002" });
  const closing = { id: rows[0]?.id ?? "", note: "已电话确认" };
  await ask().exceptions.close(closing);
  await expect(ask().exceptions.close(closing)).rejects.toMatchObject({ code: "CONFLICT" });
  const mapped = await ask().exceptions.mapSku({
    accountId: mapping?.accountId ?? 0,
    externalCode: mapping?.externalCode ?? "",
    skuId: sku?.id ?? 0,
  });
  expect(mapped.orders).toBeGreaterThan(0);
});

test("system and channels: every part answers", async () => {
  const health = await ask().system.health();
  expect(health.groups[0]).toMatchObject({ name: "intake", waiting: 0 });
  expect(health.groups[0]?.lanes).toHaveLength(16);
  const { accounts } = await ask().channels.list();
  expect(accounts.find((a) => a.code === "app-1")?.recent).toBeGreaterThan(100);
  expect((await ask().system.deadLetters({ state: "open" })).rows).toEqual([]);
});
