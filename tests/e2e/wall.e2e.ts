import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser } from "@/scripts/browser";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 3840, height: 2160 },
];
/** The band comes twenty seconds after the server's death, and nothing else takes longer. */
const WAIT_MS = 200_000;

let server: ChildProcess;
let origin = "";
let browser: Browser;

/** The fixture as a process of its own, so that its death is a real one. */
function startFixture(): Promise<string> {
  server = spawn(process.execPath, ["--import", "tsx", "tests/e2e/wall-fixture.ts"], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((done, fail) => {
    server.once("exit", (code) => fail(new Error(`the fixture ended with ${code}`)));
    server.stdout?.on("data", (chunk: Buffer) => {
      const port = /listening (\d+)/.exec(String(chunk))?.[1];
      if (port) done(`http://127.0.0.1:${port}`);
    });
  });
}

beforeAll(async () => {
  [origin, browser] = await Promise.all([startFixture(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  server?.kill("SIGKILL");
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

async function openWall(token: string, size: { width: number; height: number }) {
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${origin}/screen?token=${token}`);
  return { page, complaints };
}

async function waitForFigures(page: Page): Promise<void> {
  await page.locator('main[data-fresh="live"] [data-figure]').first().waitFor();
  if ((await page.locator("[role=img][aria-label*=分钟]").count()) > 0) {
    await page.locator("[data-painted]").waitFor({ state: "attached" });
  }
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/**
 * Boxes wider than their room, or standing outside their panel.
 * Heights are compared by boxes: digits are set tighter than the font's own line, which is no spill.
 */
const findSpills = (page: Page) =>
  page.locator("main *:not([data-clips], [data-clips] *, svg, svg *, canvas)").evaluateAll((all) =>
    all
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const room = (element.closest("[data-panel], main") ?? element).getBoundingClientRect();
        const isInline = getComputedStyle(element).display === "inline";
        const isWide = !isInline && element.scrollWidth > element.clientWidth + 1;
        const cell = (element.closest("td") ?? document.documentElement).getBoundingClientRect();
        if (box.left < cell.left - 1) return true;
        return isWide || box.top < room.top - 1 || box.bottom > room.bottom + 1;
      })
      .map((element) => `${element.tagName} "${element.textContent?.slice(0, 24)}" spills`),
  );

/** Visible text under 24u, which nobody reads from three metres. */
const findSmallType = (page: Page) =>
  page.locator("main *").evaluateAll((all) =>
    all
      .filter((element) => {
        const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
        const hasText = texts.some(({ textContent }) => textContent?.trim());
        const u = Math.min(innerWidth / 1920, innerHeight / 1080);
        return hasText && Number.parseFloat(getComputedStyle(element).fontSize) < 24 * u - 0.01;
      })
      .map((element) => `${element.tagName} "${element.textContent?.slice(0, 24)}" is too small`),
  );

/** Panels that cover each other or leave the glass. */
const findCollisions = (page: Page) =>
  page.locator("[data-panel]").evaluateAll((panels) => {
    const boxes = panels.map((panel) => ({
      name: panel.textContent?.slice(0, 16),
      ...panel.getBoundingClientRect().toJSON(),
    }));
    const leaving = boxes.filter(
      ({ left, top, right, bottom }) =>
        left < 0 || top < 0 || right > innerWidth || bottom > innerHeight,
    );
    const covering = boxes.filter((a, index) =>
      boxes.some(
        (b, other) =>
          other > index &&
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
      ),
    );
    return [...leaving, ...covering].map(({ name }) => `panel "${name}" collides`);
  });

const layoutComplaints = async (page: Page) => [
  ...(await findSpills(page)),
  ...(await findSmallType(page)),
  ...(await findCollisions(page)),
];

for (const size of sizes) {
  test(`layout: nothing spills, overlaps or is too small at ${size.width} × ${size.height}`, async () => {
    for (const token of ["calm", "alert", "empty"]) {
      const { page, complaints } = await openWall(token, size);
      await waitForFigures(page);
      expect(await layoutComplaints(page), token).toEqual([]);
      expect(complaints, token).toEqual([]);
    }
  });
}

test("layout: English fits as well", async () => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await context.addCookies([{ name: "locale", value: "en", url: origin }]);
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  await page.goto(`${origin}/screen?token=alert`);
  await waitForFigures(page);
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await layoutComplaints(page)).toEqual([]);
});

const shownOrders = (page: Page) =>
  page.evaluate(() =>
    Number(document.querySelector("[data-figure=orders]")?.textContent?.replace(/\D/g, "")),
  );
const ask = async (path: string) => (await fetch(`${origin}/fixture/${path}`)).json();

test("a lost delta leads to a resume and then the right number", async () => {
  const { page, complaints } = await openWall("calm", { width: 1366, height: 768 });
  await waitForFigures(page);
  await page.evaluate(() => {
    window.addEventListener("wall:painted", (event) => {
      document.body.dataset.paintedOrders = String((event as CustomEvent).detail.ordersToday);
    });
  });
  const before = await ask("seen");
  await ask("drop?token=calm");
  await expect.poll(async () => (await ask("seen")).resume).toBe(before.resume + 1);
  await expect
    .poll(async () => {
      const truth = (await ask("figures?token=calm")).ordersToday.value;
      return (await shownOrders(page)) === truth;
    })
    .toBe(true);
  await expect
    .poll(() => page.evaluate(() => Number(document.body.dataset.paintedOrders)))
    .toBeGreaterThan(48_213);
  expect((await ask("seen")).join).toBe(before.join);
  expect(complaints).toEqual([]);
});

test("a token nobody knows is told so, and sees no figures", async () => {
  const { page } = await openWall("denied", { width: 1366, height: 768 });
  await page.locator('main[data-fresh="denied"]').waitFor();
  expect(await page.getByRole("status").innerText()).toContain("未获授权");
  expect(await page.locator("[data-figure]").count()).toBe(0);
});

test("when the server dies the mark turns amber, then the numbers are hatched, then a band says so", async () => {
  const { page } = await openWall("alert", { width: 1920, height: 1080 });
  await waitForFigures(page);
  const held = await shownOrders(page);
  server.removeAllListeners("exit");
  server.kill("SIGKILL");
  const diedMs = Date.now();
  await page.locator('main[data-fresh="late"]').waitFor();
  expect(Date.now() - diedMs).toBeGreaterThan(1_500);
  await page.locator('main[data-fresh="stale"]').waitFor();
  const hatch = await page
    .locator("[data-figure=orders]")
    .evaluate((element) => getComputedStyle(element).backgroundImage);
  expect(hatch).toContain("repeating-linear-gradient");
  expect(await shownOrders(page)).toBeGreaterThanOrEqual(held);
  expect(await page.locator("[data-age]").innerText()).toMatch(/停在 \d\d:\d\d:\d\d/);
  expect(await layoutComplaints(page)).toEqual([]);
  await page.locator("[data-band=lost]").waitFor();
  expect(await layoutComplaints(page)).toEqual([]);
});
