import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

/** Steps take a second or two; waiting longer is for busy machines. */
const WAIT_MS = 60_000;

export type Kept = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** A page of its own, and everything it complained of. */
export async function visit(
  browser: Browser,
  where: { origin: string; path: string; signedIn?: Kept; complaints: string[] },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: where.origin,
    viewport: { width: 1920, height: 1080 },
    ...(where.signedIn && { storageState: where.signedIn }),
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  page.on("pageerror", (error) => where.complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // A breach of the page's policy that is only reported is one as well.
    const isBreach = message.text().includes("Content Security Policy");
    if (message.type() === "error" || isBreach)
      where.complaints.push(`${page.url()}: ${message.text()}`);
  });
  await page.goto(where.path);
  return page;
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

/** Platform numbers of the rows, from the top. */
export const rowNumbers = (page: Page): Promise<string[]> =>
  page
    .locator("[data-order] [role=gridcell]:nth-child(2) [title]")
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("title") ?? ""));

export const sortedRows = async (page: Page) => (await rowNumbers(page)).sort();

/** The row of an order, by its platform number. */
export const rowOf = (page: Page, no: string) =>
  page.locator("[data-order]", { has: page.locator(`[title="${no}"]`) });

/** Orders on the tabs: of all of them, and of each. One look, so that none moves in between. */
export const tabCounts = (page: Page): Promise<{ total: number; sum: number }> =>
  page.locator("[role=tab]").evaluateAll((tabs) => {
    const counts = tabs.map((tab) =>
      Number((tab.querySelector("[data-count]")?.textContent ?? "NaN").replaceAll(",", "")),
    );
    return { total: counts[0] ?? 0, sum: counts.slice(1).reduce((a, b) => a + b, 0) };
  });

/** From the list to the own page of an order that was taken in. */
export async function openOrder(page: Page, no: string): Promise<void> {
  await page.goto(`/orders?q=${no}`);
  await rowOf(page, no).dblclick();
  await page.waitForURL(/\/orders\/ord_/);
  await page.locator("[data-order-detail]").waitFor();
}

/** The head of an order's page: what it is called, its phase, its promise. */
export const headOf = (page: Page) => page.locator("[data-order-detail] > header");

/** Wait until the page hears of changes by itself. */
export const waitForLive = (page: Page) => page.locator("[data-live=open]").waitFor();

export const visibleText = (page: Page) => page.locator("body").innerText();

/** What keeps people out who use a keyboard, a reader or weak eyes. */
export async function barriers(page: Page): Promise<string[]> {
  // Between two pages there is a moment without a title.
  await page.waitForFunction(() => document.title !== "");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** Look again until it is so. */
export const soon = <T>(look: () => Promise<T>) => expect.poll(look);
