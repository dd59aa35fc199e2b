import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser } from "@/scripts/browser";
import { type ConsoleCity, openConsoleCity } from "./console-city";
import {
  BUYER,
  brokenOrder,
  GOODS_WORD,
  groupFile,
  type OwnSale,
  orderOfManySums,
  ownSales,
  PIECES,
  plainOrder,
  type Sale,
  strangeOrder,
} from "./console-orders";
import {
  barriers,
  headOf,
  type Kept,
  openOrder,
  rowNumbers,
  rowOf,
  signIn,
  soon,
  sortedRows,
  tabCounts,
  visibleText,
  visit,
  waitForLive,
} from "./console-page";

const OPERATIONS = "operations@demo.huiliu";
/** Around midnight in Shanghai "today" would lose what was sent a minute ago. */
const LIST = "/orders?range=7d";

let city: ConsoleCity;
let browser: Browser;
let signedIn: Kept;
let own: OwnSale[];
let meituan: Sale[];
const complaints: string[] = [];

const open = (path: string) => visit(browser, { origin: city.origin, path, signedIn, complaints });

beforeAll(async () => {
  city = await openConsoleCity();
  browser = await openBrowser();
  own = ownSales(24);
  meituan = await city.sendMeituan(6);
  for (const { channel, body } of own) await city.sendOwn(channel, body);
  await city.taken("", 30);
  const page = await visit(browser, { origin: city.origin, path: "/login", complaints });
  await signIn(page, OPERATIONS, city.password);
  await page.waitForURL(/\/orders/);
  signedIn = await page.context().storageState();
  await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  await city?.close();
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(complaints.splice(0)).toEqual([]);
});

test("log-in: nobody sees a page without one; a wrong password is told so; the right one leads to where one wanted", async () => {
  const page = await visit(browser, {
    origin: city.origin,
    path: "/orders?channel=mini",
    complaints,
  });
  await page.waitForURL("**/login?next=%2Forders%3Fchannel%3Dmini");
  await signIn(page, OPERATIONS, "wrong-password");
  await page.getByText("邮箱或密码不对").waitFor();
  expect(page.url()).toContain("/login");
  expect(complaints.splice(0)).toEqual([expect.stringContaining("401")]);
  await signIn(page, OPERATIONS, city.password);
  await page.waitForURL("**/orders?channel=mini");
  await page.getByRole("heading", { name: "订单" }).waitFor();
});

test("orders: all that were sent are there; the tabs partition them", async () => {
  const page = await open(LIST);
  await soon(() => tabCounts(page)).toEqual({ total: 30, sum: 30 });
  await soon(() => sortedRows(page)).toEqual([...own, ...meituan].map(({ no }) => no).sort());
  const waiting = page.getByRole("tab", { name: "待接单" });
  await waiting.click();
  await soon(() => sortedRows(page)).toEqual(meituan.map(({ no }) => no).sort());
  expect(await waiting.locator("[data-count]").innerText()).toBe("6");
});

test("orders: a filter stands in the address and is still there after a reload", async () => {
  const page = await open(LIST);
  await page.getByRole("button", { name: "渠道", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "小程序" }).click();
  const minis = own.filter(({ channel }) => channel === "mini").map(({ no }) => no);
  await page.waitForURL(/channel=mini/);
  await soon(() => sortedRows(page)).toEqual(minis);
  await page.reload();
  await soon(() => sortedRows(page)).toEqual(minis);
  await page.getByRole("button", { name: "渠道: 小程序" }).waitFor();
  await page.getByRole("button", { name: "清除条件" }).click();
  await soon(async () => (await rowNumbers(page)).length).toBe(30);
});

test("orders: a phone's tail finds one order, two characters of goods find those that hold them", async () => {
  const page = await open(LIST);
  const box = page.getByRole("searchbox", { name: "搜索订单" });
  await box.fill(own[9]!.phone.slice(-4));
  await soon(() => rowNumbers(page)).toEqual([own[9]!.no]);
  await page.getByText("按手机尾号查找").first().waitFor();
  await box.fill(GOODS_WORD);
  const holders = [...own, ...meituan].filter(({ goods }) => goods.includes(GOODS_WORD));
  await soon(() => sortedRows(page)).toEqual(holders.map(({ no }) => no).sort());
  expect(holders.length).toBeGreaterThanOrEqual(6);
});

test("orders: J and K walk, Space peeks, Escape closes, Enter opens", async () => {
  const page = await open(LIST);
  await soon(async () => (await rowNumbers(page)).length).toBe(30);
  const ids = await page
    .locator("[data-order]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-order")));
  const marked = () => page.locator("[data-order][aria-selected=true]").getAttribute("data-order");
  await page.keyboard.press("j");
  await soon(marked).toBe(ids[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await soon(marked).toBe(ids[2]);
  await page.keyboard.press("k");
  await soon(marked).toBe(ids[1]);
  await page.keyboard.press("Space");
  await page.locator(`aside [data-order-detail="${ids[1]}"]`).waitFor();
  await page.keyboard.press("j");
  await page.locator(`aside [data-order-detail="${ids[2]}"]`).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("aside [data-order-detail]").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/orders/${ids[2]}`);
  await page.locator(`[data-order-detail="${ids[2]}"]`).waitFor();
});

test("orders: a new order is announced without a reload, and L brings it", async () => {
  const page = await open(LIST);
  await soon(async () => (await rowNumbers(page)).length).toBeGreaterThanOrEqual(30);
  await waitForLive(page);
  await page.evaluate(() => {
    document.body.dataset.visit = "the same";
  });
  await city.sendOwn("app", plainOrder("FRESH0001"));
  await page.getByRole("button", { name: "有 1 条新" }).waitFor();
  expect(await rowOf(page, "FRESH0001").count()).toBe(0);
  await page.keyboard.press("l");
  await soon(async () => (await rowNumbers(page))[0]).toBe("FRESH0001");
  expect(await page.locator("body").getAttribute("data-visit")).toBe("the same");
});

test("orders: an empty list fills by itself", async () => {
  const page = await open(`${LIST}&q=FIRST0001`);
  await page.getByText("没有符合条件的订单").waitFor();
  await waitForLive(page);
  await city.sendOwn("mini", plainOrder("FIRST0001"));
  await soon(() => rowNumbers(page)).toEqual(["FIRST0001"]);
});

test("detail: history, money that sums, the message without the buyer in it, the contact for a reason", async () => {
  await city.sendOwn("app", orderOfManySums("MONEY0001"));
  await city.taken("MONEY0001", 1);
  const page = await open(LIST);
  await openOrder(page, "MONEY0001");
  await page.getByRole("listitem").filter({ hasText: "订单进入" }).waitFor();
  const steps = await page.locator("[data-step]").allInnerTexts();
  expect(steps.map((step) => step.replaceAll("\n", " "))).toEqual([
    "商品原价 ¥20.00",
    "商家优惠 −¥3.00",
    "平台补贴 −¥2.00",
    "包装费 ¥1.00",
    "配送费 ¥4.00",
    "买家实付 ¥20.00",
    "平台补贴返还 ¥2.00",
    "已退款 ¥0.00",
    "商家所得（未扣佣金） ¥22.00",
  ]);
  await page.getByRole("button", { name: "查看原文（已脱敏）" }).click();
  const raw = page.getByRole("region", { name: "渠道原文" }).locator("pre");
  expect(await raw.innerText()).toContain("MONEY0001");
  expect(await raw.innerText()).toContain("139****7788");
  for (const secret of Object.values(BUYER)) expect(await visibleText(page)).not.toContain(secret);
  await page.getByRole("button", { name: "查看完整联系方式" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "查看", exact: true }).click();
  await dialog.getByText("原因至少两个字").waitFor();
  expect(await visibleText(page)).not.toContain(BUYER.phone);
  await dialog.getByLabel("查看原因").fill("顾客来电核对地址");
  await dialog.getByRole("button", { name: "查看", exact: true }).click();
  await page.locator("[data-revealed]").getByText(BUYER.phone).waitFor();
  const looks = await city.db`select reason from audit_log where action = 'contact.reveal'`;
  expect(looks.map(({ reason }) => reason)).toEqual(["顾客来电核对地址"]);
});

test("exceptions: an article nobody knows opens a case; mapping it closes the case and the order goes on", async () => {
  const page = await open("/exceptions");
  await waitForLive(page);
  await city.sendOwn("mini", strangeOrder("STRANGE01", "NOBODY-1"));
  const row = page.locator("[data-case]").filter({ hasText: "NOBODY-1" });
  await row.getByText("商品未匹配").waitFor();
  await row.getByRole("link").click();
  await page.getByText("未匹配 · 渠道编码 NOBODY-1").waitFor();
  expect(await headOf(page).innerText()).toContain("挂起");
  await page.goBack();
  await row.getByRole("button", { name: "映射" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("K0002");
  await dialog.getByRole("option", { name: "K0002" }).click();
  await dialog.getByRole("button", { name: "映射" }).click();
  await page.getByText("已映射，1 单恢复处理").waitFor();
  await row.waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "今日已处理" }).click();
  await row.getByText("演示运营").waitFor();
  await openOrder(page, "STRANGE01");
  await page.getByText("K0002").waitFor();
  expect(await page.getByText("未匹配 · 渠道编码").count()).toBe(0);
  await soon(() => headOf(page).innerText()).toMatch(/等待合单|待下发|待拣货/);
});

test("system: a message that cannot be read is a dead letter; mended and run again it is an order", async () => {
  const page = await open("/system?tab=letters");
  await waitForLive(page);
  await city.sendOwn("app", brokenOrder("POISON001"));
  const letter = page.locator("[data-letter]").filter({ hasText: "自营APP" });
  await letter.getByRole("button", { name: "查看" }).click();
  await page.getByLabel("查看原因").fill("核对无法解析的字段");
  await page.getByRole("button", { name: "查看原文" }).click();
  const dialog = page.getByRole("dialog");
  const body = dialog.getByRole("textbox", { name: "消息原文" });
  await body.fill((await body.inputValue()).replace(PIECES.broken, PIECES.good));
  await dialog.getByRole("button", { name: "按修改后重跑" }).click();
  await page.getByText("已重跑 1 条").waitFor();
  await page.getByText("没有待处理的死信").waitFor();
  await page.getByRole("combobox", { name: "状态" }).selectOption({ label: "已重跑" });
  await letter.waitFor();
  await city.taken("POISON001", 1);
  await openOrder(page, "POISON001");
});

test("channels: a file's bad row is shown with its reason, its good orders are imported", async () => {
  const page = await open("/channels");
  await page.locator("[data-import-file]").setInputFiles(groupFile());
  await page.getByText("团购.csv：3 行，2 单可导入，1 行有问题").waitFor();
  await page.getByText(/第 3 行 · GROUP0002: 数量/).waitFor();
  await page.getByRole("button", { name: "导入 2 单" }).click();
  await page.getByText(/已提交 2 单，1 行有问题未导入/).waitFor();
  await city.taken("GROUP", 2);
  await page.goto(`${LIST}&channel=group`);
  await soon(() => sortedRows(page)).toEqual(["GROUP0001", "GROUP0003"]);
});

test("language and theme: what was chosen is there after a reload", async () => {
  const page = await open(LIST);
  await page.getByRole("heading", { name: "订单" }).waitFor();
  const theme = () => page.locator("body").getAttribute("data-theme");
  expect(await theme()).toBe("light");
  await page.getByRole("button", { name: "切换到深色" }).click();
  await page.getByTitle("切换到英文").click();
  await page.getByRole("heading", { name: "Orders" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Orders" }).waitFor();
  expect(await theme()).toBe("dark");
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await visibleText(page)).not.toMatch(/筛选|全部|异常/);
});

test("accessibility: nothing serious on orders, detail, exceptions and system, by day and by night", async () => {
  await city.sendOwn("app", strangeOrder("STRANGE02", "NOBODY-2"));
  await city.sendOwn("app", brokenOrder("POISON002"));
  const page = await open(LIST);
  for (const theme of ["light", "dark"]) {
    await page.context().addCookies([{ name: "theme", value: theme, url: city.origin }]);
    await openOrder(page, own[0]!.no);
    expect(await barriers(page), `detail ${theme}`).toEqual([]);
    for (const [path, shown] of [
      ["/exceptions", "[data-case]"],
      ["/system", "[data-role]"],
      ["/system?tab=letters", "[data-letter]"],
      ["/channels", "[data-account]"],
      [LIST, "[data-order]"],
    ] as const) {
      await page.goto(path);
      await page.locator(shown).first().waitFor();
      expect(await barriers(page), `${path} ${theme}`).toEqual([]);
    }
    await page.getByRole("button", { name: "渠道", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "小程序" }).waitFor();
    expect(await barriers(page), `filter ${theme}`).toEqual([]);
  }
});
