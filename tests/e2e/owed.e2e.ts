import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser } from "@/scripts/browser";
import { ownOrder } from "@/tests/integration/huiliu";
import { type ConsoleCity, openConsoleCity } from "./console-city";
import { barriers, type Kept, signIn, soon, visit, waitForLive } from "./console-page";

let city: ConsoleCity;
let browser: Browser;
let finance: Kept;
const complaints: string[] = [];
const open = (path: string, signedIn: Kept = finance): Promise<Page> =>
  visit(browser, { origin: city.origin, path, signedIn, complaints });

/** Sign in, and where that leads. */
async function enter(role: string, start: RegExp): Promise<Kept> {
  const page = await visit(browser, { origin: city.origin, path: "/login", complaints });
  await signIn(page, `${role}@demo.huiliu`, city.password);
  await page.waitForURL(start);
  await page.locator("h1").first().waitFor();
  const kept = await page.context().storageState();
  await page.context().close();
  return kept;
}

beforeAll(async () => {
  city = await openConsoleCity();
  browser = await openBrowser();
  finance = await enter("finance", /\/owed/);
});

afterAll(async () => {
  await browser?.close();
  await city?.close();
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** An order that was over when its payment came: all of it is owed. */
async function payLate(no: string, daySeq: number): Promise<void> {
  const address = { text: `${no}路1号` };
  await city.sendOwn(
    "app",
    ownOrder({ channel_order_id: no, status: "UNPAID", day_seq: daySeq, address }),
  );
  await city.taken(no, 1);
  for (const event of ["order.cancelled", "order.paid"]) {
    const order = { channel_order_id: no };
    const occurred_at = new Date().toISOString();
    await city.sendOwn(
      "app",
      JSON.stringify({ event, event_id: `${no}-${event}`, occurred_at, order }),
    );
    await soon(() => city.db`select trade from orders where external_no = ${no}`).toEqual([
      { trade: "cancelled" },
    ]);
  }
}

const rows = (page: Page) => page.locator("[data-owed]");
const rowOf = (page: Page, label: string) => rows(page).filter({ hasText: label });

test("what is owed appears by itself, is settled with the keyboard for a reason, and stands in the order's history", async () => {
  const page = await open("/owed");
  await page.getByText("没有待退的款项").waitFor();
  await waitForLive(page);
  await payLate("OWED0001", 7001);
  await payLate("OWED0002", 7002);
  await rowOf(page, "APP#7001").getByText("超时付款").waitFor();
  await rowOf(page, "APP#7002").waitFor();
  await soon(() => page.locator("[data-owed-totals]").innerText()).toMatch(/2 笔\s*待退 ¥20\.00/);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText("已选 1 笔，待退 ¥10.00").waitFor();
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("不会向渠道发起退款，也不能撤销").waitFor();
  await dialog.getByText("APP#7001").waitFor();
  await dialog.getByRole("button", { name: "确认了结" }).click();
  await dialog.getByText("请写明怎样了结的，至少两个字").waitFor();
  await dialog.getByLabel("说明").fill("支付宝转账 0412");
  await dialog.getByRole("button", { name: "确认了结" }).click();
  await page.getByText("已了结 1 笔应退").waitFor();
  await rowOf(page, "APP#7001").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "近 30 天已了结" }).click();
  await rowOf(page, "APP#7001").getByText("已线下退款：支付宝转账 0412").waitFor();
  await rowOf(page, "APP#7001").getByRole("link").click();
  await page.getByRole("listitem").filter({ hasText: "应退已了结" }).waitFor();
  const panel = page.locator("section").filter({ hasText: "应退" }).filter({ hasText: "人工了结" });
  await panel.getByText("支付宝转账 0412").waitFor();
});

test("who was second is told so, and the row is gone when the list is read again", async () => {
  await payLate("OWED0003", 7003);
  const page = await open("/owed");
  await rowOf(page, "APP#7003").getByRole("checkbox").check();
  await page.getByRole("button", { name: /^了结/ }).click();
  await city.db`
    update owed set closed_at = now(), closed_by = 'channel'
    where order_id = (select id from orders where external_no = 'OWED0003')`;
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("说明").fill("现金退还");
  await dialog.getByRole("button", { name: "确认了结" }).click();
  await dialog.getByText("APP#7003 的应退已由 渠道退款 了结，请刷新后再选").waitFor();
  expect(complaints.splice(0)).toEqual([expect.stringContaining("400")]);
});

test("an order's page says what is owed and leads to it; Enter leads back; the list is a file too", async () => {
  await payLate("OWED0004", 7004);
  const page = await open("/owed?q=OWED0004");
  await rowOf(page, "APP#7004").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/orders\/ord_/);
  await soon(() => page.locator("[data-step=owed]").innerText()).toMatch(/应退未退\s*¥10\.00/);
  await page.getByRole("link", { name: "查看应退款" }).click();
  await page.waitForURL(/\/owed\?q=ord_/);
  await soon(() => rows(page).count()).toBe(1);
  const waits = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出" }).click();
  const file = await readFile(await (await waits).path(), "utf8");
  expect(file.split("\r\n")[1]).toMatch(/^APP#7004,OWED0004,ord_/);
});

test("a dispatcher has no such page; nothing serious keeps anybody out, by day and by night", async () => {
  const dispatch = await enter("dispatch", /\/orders/);
  const other = await open("/orders", dispatch);
  await other.getByRole("navigation").getByRole("link", { name: "异常" }).waitFor();
  expect(await other.getByRole("link", { name: "应退款" }).count()).toBe(0);
  await payLate("OWED0005", 7005);
  const page = await open("/owed");
  for (const theme of ["light", "dark"]) {
    await page.context().addCookies([{ name: "theme", value: theme, url: city.origin }]);
    await page.goto("/owed");
    await rowOf(page, "APP#7005").getByRole("checkbox").check();
    expect(await barriers(page), theme).toEqual([]);
    await page.getByRole("button", { name: /^了结/ }).click();
    await page.getByRole("dialog").waitFor();
    expect(await barriers(page), `dialog ${theme}`).toEqual([]);
  }
});
