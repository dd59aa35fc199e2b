import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser } from "@/scripts/browser";
import type { FigurePlatforms } from "@/server/world/platform/figure-platforms";
import { ownOrder } from "@/tests/integration/huiliu";
import { type ConsoleCity, openConsoleCity } from "./console-city";
import { barriers, type Kept, signIn, soon, visit, waitForLive } from "./console-page";
import { openChannels, shownOn } from "./inventory-city";

const SKU = "K0007";
const STORE = 1;

let city: ConsoleCity;
let browser: Browser;
let platforms: FigurePlatforms;
let signedIn: Kept;
const complaints: string[] = [];
const open = (path: string): Promise<Page> =>
  visit(browser, { origin: city.origin, path, signedIn, complaints });

beforeAll(async () => {
  city = await openConsoleCity(async (db, secrets) => {
    platforms = await openChannels(db, secrets);
  });
  browser = await openBrowser();
  const page = await visit(browser, { origin: city.origin, path: "/login", complaints });
  await signIn(page, "operations@demo.huiliu", city.password);
  await page.waitForURL(/\/orders/);
  signedIn = await page.context().storageState();
  await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  await platforms?.close();
  await city?.close();
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** A shelf with so many pieces, and the books right. */
async function lay(sku: string, pieces: number): Promise<void> {
  await city.db`
    update stock set on_hand = ${pieces}, opening_pieces = ${pieces}, safety = 0
    where store_id = ${STORE} and sku_id = (select id from skus where code = ${sku})`;
}

const booked = {
  type: "BOOKED",
  from: new Date(Date.now() + 2 * 3_600_000).toISOString(),
  to: new Date(Date.now() + 3 * 3_600_000).toISOString(),
};
const order = (no: string, sku: string, qty: number): string =>
  ownOrder({ channel_order_id: no, expect: booked, address: { text: `${no}路1号` } }, [
    { sku, qty },
  ]);

const searchFor = async (page: Page, words: string): Promise<void> => {
  await page.getByRole("searchbox", { name: "搜索商品" }).fill(words);
  await page.getByRole("grid", { name: /^库存矩阵/ }).waitFor();
};
const cellOf = (page: Page, skuId: number) => page.locator(`#cell-${STORE}-${skuId}`);

test("a shelf held by five orders is counted down: the preview names who loses, the books, the wall and the channels follow", async () => {
  await lay(SKU, 12);
  for (let i = 1; i <= 5; i += 1) await city.sendOwn("app", order(`inv-${i}`, SKU, 2));
  await city.taken("inv-", 5);
  // The last two are the first channel's alone.
  await soon(async () => shownOn(platforms, SKU)).toEqual([0, 0, 2]);
  const wall = await open("/screen");
  await wall.getByText("超卖", { exact: true }).waitFor();
  const page = await open("/inventory");
  await waitForLive(page);
  await searchFor(page, SKU);
  await cellOf(page, 7).click();
  const card = page.getByRole("complementary", { name: /番茄/ });
  await card.locator("[data-term=预占]").getByText("10", { exact: true }).waitFor();
  expect(await card.getByRole("link", { name: /#/ }).count()).toBeGreaterThanOrEqual(5);
  expect(await barriers(page)).toEqual([]);

  await card.getByRole("button", { name: "盘点", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^盘点 · / });
  await dialog.getByLabel(/实际数量/).fill("5");
  const preview = dialog.getByRole("region", { name: "将要发生什么" });
  await preview.getByText("3 个订单会失去商品").waitFor();
  await dialog.locator("[aria-busy=false]").first().waitFor();
  expect(await barriers(page)).toEqual([]);
  const since = performance.now();
  await dialog.getByRole("button", { name: /^确认/ }).click();
  await page.getByText("已完成，3 个订单失去商品，已开异常").waitFor();

  await soon(() => wall.locator("[data-metric=oversold] [data-figure]").innerText()).toBe("3");
  const wallMs = performance.now() - since;
  await soon(async () => shownOn(platforms, SKU)).toEqual([0, 0, 0]);
  const channelsMs = performance.now() - since;
  process.stdout.write(
    `wall after ${Math.round(wallMs)} ms, channels after ${Math.round(channelsMs)} ms\n`,
  );
  await soon(() => card.locator("[data-term=实物]").innerText()).toContain("5");
  await page.goto("/exceptions");
  await page.getByText("超卖：实物少于已承诺").first().waitFor();
});

test("the card tells what the channels show; quarantine and stop sale reach them, and selling again as well", async () => {
  await lay("K0011", 40);
  await city.sendOwn("app", order("q-1", "K0011", 1));
  await city.taken("q-", 1);
  const page = await open("/inventory?cell=1:11");
  const card = page.getByRole("complementary", { name: /胡萝卜/ });
  await card.getByRole("button", { name: "停售", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^停售/ });
  await dialog.getByRole("button", { name: /^确认/ }).click();
  await soon(async () => shownOn(platforms, "K0011")).toEqual([0, 0, 0]);
  await card.getByRole("button", { name: "恢复销售", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^确认/ }).click();
  await soon(async () => shownOn(platforms, "K0011")).toEqual([39, 39, 39]);
});

test("the books are checked, a planted error is found, and a person repairs that cell alone", async () => {
  await city.db`update stock set reserved = reserved + 2 where store_id = 2 and sku_id = 21`;
  const page = await open("/inventory/checks");
  await page.getByRole("button", { name: "立即核对" }).click();
  await page.getByRole("button", { name: "修正" }).first().click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /确认|修正/ })
    .click();
  await soon(async () => {
    const [row] = await city.db<{ n: number }[]>`
      select count(*)::int n from exception_cases where code = 'STOCK_DRIFT' and closed_at is null`;
    return row?.n;
  }).toBe(0);
  const [cell] = await city.db<{ reserved: number }[]>`
    select reserved from stock where store_id = 2 and sku_id = 21`;
  expect(cell?.reserved).toBe(0);
});

test("a transfer is sent, received with a loss, and both shelves say so", async () => {
  await lay("K0030", 20);
  const page = await open("/inventory?cell=1:30");
  const card = page.getByRole("complementary");
  await card.getByRole("button", { name: "调拨", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^调拨/ });
  await dialog.getByLabel(/数量/).fill("4");
  await dialog.getByRole("combobox").first().selectOption({ index: 1 });
  await dialog.getByRole("button", { name: /^确认/ }).click();
  await soon(async () => {
    const rows = await city.db`select 1 from transfers where sku_id = 30 and state = 'in_transit'`;
    return rows.length;
  }).toBe(1);
  await page.goto("/inventory/transfers");
  await page.getByRole("button", { name: "收货" }).first().click();
  const receive = page.getByRole("dialog");
  await receive.getByLabel(/数量|实收/).fill("3");
  await receive.getByRole("button", { name: /^确认|收货/ }).click();
  await soon(async () => {
    const [row] = await city.db<{ received: number | null }[]>`
      select received from transfers where sku_id = 30`;
    return row?.received;
  }).toBe(3);
});

test("bad input is told in words and changes nothing; every page of 库存 is free of barriers", async () => {
  await lay("K0040", 10);
  const page = await open("/inventory?cell=1:40");
  await page.getByRole("complementary").getByRole("button", { name: "调整", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^调整/ });
  await dialog.getByRole("textbox").first().fill("-11");
  await dialog
    .getByText(/不能小于零/)
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
  for (const path of ["bulk", "counts", "transfers", "sync", "checks"]) {
    await page.goto(`/inventory/${path}`);
    await page.getByRole("heading", { name: "库存" }).first().waitFor();
    expect(await barriers(page)).toEqual([]);
  }
});
