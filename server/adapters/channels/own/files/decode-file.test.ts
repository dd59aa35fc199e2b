import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChannelOrder, Decoded } from "@/server/domain/channels";
import { csvText } from "@/server/domain/channels";
import { cutGroupFile, readGroupFile } from "./decode-file";

const golden = (name: string): Buffer => readFileSync(`tests/golden/group-files/${name}.csv`);
const ordersOf = (said: readonly Decoded[]): ChannelOrder[] =>
  said.flatMap((item) => (item.type === "order" ? [item.order] : []));
const badOf = (said: readonly Decoded[]): [number, string][] =>
  said.flatMap((item) => (item.type === "bad-row" ? [[item.row, item.reason]] : []));

const HEAD = "订单号,收货人,手机号,地址,门店编码,商品编码,商品名称,数量,单价(元),实付(元),下单时间";
const row = (change: Record<string, string> = {}, head = HEAD): string =>
  head
    .split(",")
    .map((name) => ({ ...USUAL, ...change })[name] ?? "")
    .join(",");
const USUAL: Record<string, string> = {
  订单号: "G1",
  收货人: "郑女士",
  手机号: "13800003301",
  地址: "西湖区星光花园1幢1单元101室",
  门店编码: "s1",
  商品编码: "K1",
  数量: "1",
  "单价(元)": "3.90",
  "实付(元)": "3.90",
  下单时间: "2026-11-28 04:05:00",
};
const read = (rows: readonly string[], head = HEAD) =>
  readGroupFile(Buffer.from([head, ...rows].join("\n")));
/** Of rows of one order each. */
const reasons = (rows: readonly string[], head = HEAD) => {
  const said = read(rows, head);
  expect(ordersOf(said)).toEqual([]);
  return badOf(said);
};

test("group file: numbers that a spreadsheet damaged are refused, row by row", () => {
  const said = readGroupFile(golden("damaged-numbers"));
  expect(ordersOf(said)).toEqual([]);
  expect(badOf(said)).toEqual(
    [2, 3, 4, 5].map((no) => [no, expect.stringMatching(/订单号: 已被表格软件改成科学计数/)]),
  );
  expect(reasons([row({ 订单号: "202611280000123000" })])).toEqual([
    [2, expect.stringContaining("订单号: 第 15 位以后全是 0")],
  ]);
  for (const column of ["手机号", "门店编码", "商品编码"])
    expect(reasons([row({ [column]: "1.38E+10" })])).toEqual([
      [2, expect.stringMatching(new RegExp(`^G1: ${column}: 已被表格软件改成科学计数`))],
    ]);
  const [order] = ordersOf(read([row({ 订单号: "202611280000123456", 手机号: "13800003301.0" })]));
  expect(order).toMatchObject({ externalNo: "202611280000123456", buyerPhone: "13800003301" });
});

test.each([
  ["收货人", "冯先生"],
  ["手机号", "13800003302"],
  ["地址", "西湖区星光花园8幢2单元802室"],
  ["门店编码", "s2"],
  ["下单时间", "2026-11-28 04:06:00"],
])(
  "group file: rows of one order that differ in %s refuse it whole, and no other",
  (column, other) => {
    const said = read([row(), row({ [column]: other }), row({ 订单号: "G2", [column]: other })]);
    expect(ordersOf(said).map((order) => order.externalNo)).toEqual(["G2"]);
    expect(badOf(said)).toEqual([[3, `G1: ${column}: 与同一订单的第 2 行不一致，整单未导入`]]);
  },
);

test("group file: rows of one order in any place and spelling are one order", () => {
  const address = "西湖区星光花园１幢 1单元101室";
  const said = read([row(), row({ 订单号: "G2" }), row({ 地址: address, 商品编码: "K2" })]);
  expect(ordersOf(said).map((o) => o.lines.map((line) => line.externalSku))).toEqual([
    ["K1", "K2"],
    ["K1"],
  ]);
});

test("group file: merged cells are filled down", () => {
  const orders = ordersOf(readGroupFile(golden("merged-cells")));
  expect(orders.map((o) => [o.externalNo, o.lines.length, o.amounts.paidFen])).toEqual([
    ["TG1128-0201", 3, 2_320],
    ["TG1128-0202", 1, 390],
  ]);
  expect(badOf(readGroupFile(golden("merged-cells")))).toEqual([]);
  const [order] = ordersOf(
    read([row(), row({ 收货人: "", 手机号: "", 地址: "", 商品编码: "K2" })]),
  );
  expect(order?.lines).toHaveLength(2);
});

test.each(["收货人", "手机号", "地址", "门店编码", "下单时间"])(
  "group file: a row without a number that has its own %s refuses the order above it too",
  (column) => {
    const none = { 订单号: "", 收货人: "", 手机号: "", 地址: "", 门店编码: "", 下单时间: "" };
    const said = read([
      row(),
      row({ ...none, [column]: USUAL[column] ?? "" }),
      row({ 订单号: "G2" }),
    ]);
    expect(ordersOf(said).map((order) => order.externalNo)).toEqual(["G2"]);
    expect(badOf(said)).toEqual([[3, expect.stringContaining(`而${column}不为空`)]]);
  },
);

test("group file: a row of no order is told alone; totals and headers in between are left out", () => {
  const none = Object.fromEntries(Object.keys(USUAL).map((name) => [name, ""]));
  const said = read([
    row({ ...none, 商品编码: "K1" }),
    row(),
    HEAD,
    row({ ...none, 数量: "7" }),
    row({ ...none, 收货人: "合计：", 数量: "7" }),
    row({ ...none, 订单号: "总计", 数量: "7" }),
  ]);
  expect(ordersOf(said)).toHaveLength(1);
  expect(badOf(said)).toEqual([
    [2, "订单号为空"],
    [5, "订单号为空"],
  ]);
});

test("group file: cancelled and refunded rows are refused, a pick-up is one whatever its address", () => {
  const said = readGroupFile(golden("states-and-refunds"));
  expect(ordersOf(said).map((o) => [o.externalNo, o.deliveryOwner, o.address === null])).toEqual([
    ["TG1128-1701", "self", false],
    ["TG1128-1704", "pickup", true],
  ]);
  expect(badOf(said)).toEqual([
    [3, "TG1128-1702: 订单状态: 「已取消」，已取消、关闭或退款，未导入"],
    [4, expect.stringMatching(/^TG1128-1703: 退款金额: .*未导入/)],
  ]);
});

test.each([
  ["订单状态", "已取消", /订单状态: 「已取消」，已取消/],
  ["状态", "交易关闭", /状态: .*关闭/],
  ["支付状态", "待付款", /还没有付款/],
  ["售后状态", "退款成功", /售后状态: .*退款/],
  ["物流方式", "飞鸽", /物流方式: 不认识/],
])("group file: %s of %s takes its whole order out and says so", (column, word, reason) => {
  const head = `${HEAD},${column}`;
  const good = row({ 订单号: "G2" }, head);
  const said = read([row({}, head), row({ [column]: word }, head), good], head);
  expect(ordersOf(said).map((order) => order.externalNo)).toEqual(["G2"]);
  expect(badOf(said)).toContainEqual([3, expect.stringMatching(reason)]);
});

test("group file: how an order leaves the shop must be said once and be possible", () => {
  const head = `${HEAD},物流方式,是否自提`;
  const last = (change: Record<string, string>) => reasons([row(change, head)], head)[0]?.[1];
  expect(last({ 物流方式: "快递", 地址: "" })).toBe("G1: 地址: 为空，而订单要配送");
  expect(last({ 物流方式: "快递", 是否自提: "是" })).toBe("G1: 是否自提: 与物流方式不一致");
  const rows = [row({ 物流方式: "快递" }, head), row({ 物流方式: "自提" }, head)];
  expect(reasons(rows, head)).toEqual([[3, expect.stringMatching(/^G1: 物流方式: 与同一订单/)]]);
});

test("group file: what spreadsheets and people put around values is read; an impossible date is not", () => {
  const said = readGroupFile(golden("excel-habits"));
  expect(badOf(said)).toEqual([[6, "TG1128-1905: 下单时间: 没有这一天"]]);
  const first = Date.UTC(2026, 10, 27, 20, 5);
  const minutes = [0, 0.5, 0, 0, 1, 3, 0];
  expect(
    ordersOf(said).map((o) => [o.externalNo, o.buyerPhone, o.placedAt, o.amounts.paidFen]),
  ).toEqual(
    [
      ["TG1128-1901", "13800006601", 390],
      ["TG1128-1902", "13800006602", 200_980],
      ["TG1128-1903", "138-0000-6603", 1_050],
      ["TG1128-1904", "+86 138 0000 6604", 420],
      ["TG1128-1906", "13800006606", 490],
      ["TG1128-1907", "13800006607", 550],
      ["TG1128-1908", "13800006608", 390],
    ].map(([no, phone, paid], i) => [no, phone, first + (minutes[i] ?? 0) * 60_000, paid]),
  );
  expect(
    ordersOf(said)
      .map((o) => [o.storeKey, o.lines[0]?.externalSku])
      .at(-1),
  ).toEqual(["store_t99", "K0008"]);
});

test("group file: one stray quote is a character, a title above the header is passed over", () => {
  const [cake, spinach] = ordersOf(readGroupFile(golden("stray-quote")));
  expect([cake?.lines[0]?.name, spinach?.externalNo]).toEqual(['6"戚风蛋糕', "TG1128-1922"]);
  expect(ordersOf(readGroupFile(golden("title-row")))).toHaveLength(1);
  const titled = ["11月28日团购汇总", "", HEAD, row(), row({ 订单号: "G2", 数量: "零" })].join(
    "\r\n",
  );
  const said = readGroupFile(Buffer.from(titled));
  expect([ordersOf(said).length, badOf(said)]).toEqual([
    1,
    [[5, expect.stringMatching(/^G2: 数量/)]],
  ]);
});

test("group file: UTF-16, tabs and semicolons: the same orders whatever the bytes", () => {
  const text = [HEAD, row()].join("\r\n");
  const orders = readGroupFile(Buffer.from(text));
  expect(ordersOf(orders)).toHaveLength(1);
  const utf16 = Buffer.from(`\uFEFF${text.replaceAll(",", "\t")}`, "utf16le");
  for (const body of [
    Buffer.from(`\uFEFF${text}`),
    Buffer.from(`\uFEFF${text}`, "utf16le"),
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(text.replaceAll(",", ";")),
    Buffer.from(text.replaceAll(",", "\t,")),
  ])
    expect(readGroupFile(body)).toEqual(orders);
});

test("group file: what is no such table is refused in Chinese", () => {
  const refusal = (text: string) => {
    try {
      return readGroupFile(Buffer.from(text)).length;
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  expect(refusal("")).toMatch(/^表格: 缺少列 订单号、门店编码/);
  expect(refusal("标题\n订单号,数量")).toBe(
    "表格: 缺少列 门店编码、商品编码、单价(元)、实付(元)、下单时间",
  );
  expect(refusal(`${HEAD}${",状态".repeat(21)}\n`)).toMatch(/^表格: .*多于 20 个/);
  expect(refusal(`${HEAD},地址\n`)).toBe("表格: 列 地址 重复");
});

const ODD = [
  "",
  "",
  "'",
  "'G1",
  '="G1"',
  "G1\t",
  "Ｇ１",
  'a"b',
  '"',
  "a\nb",
  " x ",
  "1.38E+10",
  "合计",
];
const oddCell = (name: string) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(USUAL[name] ?? "") },
    { weight: 1, arbitrary: fc.constantFrom(...ODD, "x".repeat(1_200)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  );
const LAW_HEAD = [...HEAD.split(","), "团长", "自提点", "物流方式", "退款金额", "备注"];
const oddRow = fc
  .tuple(fc.constantFrom("G1", "G2", "", "'202611280000123000"), ...LAW_HEAD.map(oddCell))
  .map(([no, , ...cells]) => [no, ...cells]);
const wayWord = fc.constantFrom("", "自提", "快递");

test("cutGroupFile: the files of one order each read as the orders of the whole, whatever its cells", () => {
  let cutOrders = 0;
  fc.assert(
    fc.property(
      fc.array(oddRow, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      wayWord,
      (rows, isRaw, way) => {
        const at = LAW_HEAD.indexOf("物流方式");
        const table = [["标题"], LAW_HEAD, ...rows.map((cells) => cells.with(at, way))];
        const text = isRaw ? table.map((cells) => cells.join(",")).join("\n") : csvText(table);
        const whole = readGroupFile(Buffer.from(text));
        const cut = cutGroupFile(Buffer.from(text)).flatMap((item): Decoded[] =>
          item.type === "part" ? readGroupFile(Buffer.from(item.part.body)) : [item],
        );
        expect(cut).toEqual(whole);
        cutOrders += ordersOf(cut).length;
      },
    ),
    { numRuns: 400 },
  );
  expect(cutOrders).toBeGreaterThan(100);
});

test.each(["merged-cells", "title-row", "excel-habits", "states-and-refunds", "stray-quote"])(
  "cutGroupFile: %s in files of one order each",
  (name) => {
    const parts = cutGroupFile(golden(name)).flatMap((item) =>
      item.type === "part" ? [item.part] : [],
    );
    const orders = ordersOf(readGroupFile(golden(name)));
    expect(parts.flatMap(({ body }) => readGroupFile(Buffer.from(body)))).toEqual(
      orders.map((order) => ({ type: "order", order })),
    );
    expect(parts.map(({ externalNo, storeKey }) => [externalNo, storeKey])).toEqual(
      orders.map((order) => [order.externalNo, order.storeKey]),
    );
  },
);
