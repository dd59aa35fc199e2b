import { afterAll, beforeAll, expect, test } from "vitest";
import type { User } from "@/server/auth/user";
import type { Edit } from "@/server/domain/inventory";
import { appRouter } from "@/server/routers";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { setShelf, shelfOf } from "./stock-world";

let huiliu: Huiliu;
let weighed: { code: string; id: number };
beforeAll(async () => {
  huiliu = await freshHuiliu();
  const [sku] = await huiliu.context.db<{ code: string; id: number }[]>`
    update skus set unit = 'gram', portion = 500 where id = 2 returning code, id`;
  weighed = sku ?? { code: "", id: 0 };
  await huiliu.context.catalog.refresh();
});
afterAll(() => huiliu.close());

const keeper: User = { id: "u1", name: "测试", email: "t@t", role: "operations", storeId: null };
const manager: User = { ...keeper, role: "store", storeId: 2 };
const ask = (user: User = keeper) => appRouter.createCaller({ deps: huiliu.context, user });
const file = (text: string, storeId: number | null, user: User = keeper) =>
  ask(user).stockEdits.file({ content: Buffer.from(text).toString("base64"), storeId });

test("a file of counts: columns by their names in any order, others ignored; nothing is booked before it is previewed and committed", async () => {
  await setShelf(huiliu, 1, 1, 30);
  const text = `备注,实物数量,商品名称,商品编码\n好,12,奶,K0001\n好,1.5,称重,${weighed.code}\n`;
  const { shelves, bad } = await file(text, 1);
  expect(bad).toEqual([]);
  expect(shelves).toMatchObject([
    { row: 2, storeId: 1, skuId: 1, code: "K0001", unit: "piece", counted: 12 },
    { row: 3, storeId: 1, skuId: weighed.id, unit: "gram", counted: 1_500 },
  ]);
  expect((await shelfOf(huiliu, 1, 1)).onHand).toBe(30);
  const edits = shelves.map(
    ({ storeId, skuId, counted }): Edit => ({
      ...{ kind: "count", storeId, skuId, counted, reason: "盘点" },
    }),
  );
  const preview = await ask().stockEdits.preview({ edits, mode: "all" });
  expect(preview.results.map((r) => r.refusal)).toEqual([null, null]);
  expect((await shelfOf(huiliu, 1, 1)).onHand).toBe(30);
  await ask().stockEdits.commit({ edits, mode: "all", ref: "file-0001" });
  expect((await shelfOf(huiliu, 1, 1)).onHand).toBe(12);
});

test("a file of counts: every row that cannot be used has its number and why, in Chinese; the others are filled in", async () => {
  const text = [
    "11月盘点",
    "sku_code,store_code,on_hand",
    "K0001,S01,5",
    "K0002,S99,5",
    "NOBODY,S01,5",
    "K0003,S01,一",
    "K0004,S01,1.5",
    "K0001,S01,6",
    "K0005,S02,7",
  ].join("\n");
  const { shelves, bad } = await file(text, null);
  expect(shelves.map((s) => [s.row, s.storeId, s.code, s.counted])).toEqual([
    [3, 1, "K0001", 5],
    [9, 2, "K0005", 7],
  ]);
  expect(bad).toEqual([
    { row: 4, reason: "门店编码: 没有门店 S99" },
    { row: 5, reason: "商品编码: 没有商品 NOBODY" },
    { row: 6, reason: expect.stringMatching(/^实物数量: /) },
    { row: 7, reason: "实物数量: 按件的商品要整数" },
    { row: 8, reason: expect.stringMatching(/同一门店的商品重复/) },
  ]);
});

test("a file of counts: a store's manager fills in the own store, and is told of rows of others", async () => {
  const own = await file("商品编码,实物数量\nK0001,3", null, manager);
  expect(own.shelves).toMatchObject([{ storeId: 2, counted: 3 }]);
  const other = await file("门店编码,商品编码,实物数量\nS01,K0001,3", 1, manager);
  expect(other).toEqual({
    shelves: [],
    bad: [{ row: 2, reason: "门店编码: 不能盘点其他门店 S01" }],
  });
});

test("a file of counts: without the columns, or too long, it is refused in words", async () => {
  await expect(file("商品编码,实物数量\nK0001,3", null)).rejects.toMatchObject({
    message: "文件无法读取：表格: 缺少列 门店编码",
  });
  await expect(file("K0001,3", 1)).rejects.toMatchObject({
    message: expect.stringMatching("缺少列 商品编码、实物数量"),
  });
  const long = Array.from({ length: 1_001 }, (_, i) => `X${i},1`).join("\n");
  await expect(file(`商品编码,实物数量\n${long}`, 1)).rejects.toMatchObject({
    message: "一次最多盘点 1000 行，请拆成几个文件",
  });
});
