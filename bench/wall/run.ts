import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { openBrowser } from "@/scripts/browser";
import { type Report, runLoad, startEngine } from "../intake/system-run";
import { percentile } from "../measure/percentile";
import { endProcess, openStand, type Stand } from "../measure/stand";
import type { BenchOptions } from "../options";

/** Half of what intake keeps up with. */
const RATE = 650;

type Painted = { ordersToday: number; at: number };

/**
 * P4: a webhook sent → the number that counts it painted on a real page in a real browser. The page tells what it painted
 * and when; the n-th order is on the glass with the first number that is n or more.
 */
export async function runWall(options: BenchOptions): Promise<Record<string, unknown>> {
  const { build } = await import("../../scripts/build.mjs");
  await build();
  const stand = await openStand({ gateway: 3192, web: 3092, world: 3292 });
  try {
    const engine = await startEngine(stand, false);
    const web = await stand.start("web", "web");
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await openWall(stand, page);
    const warm = await runLoad(stand, { rate: 200, seconds: 3, seed: 5 });
    await settled(page, 600);
    warm.end();
    const base = await countOrders(stand);
    const { report, end } = await runLoad(stand, {
      rate: RATE,
      seconds: options.isLong ? 30 : 10,
      seed: 6,
    });
    await settled(page, base + Math.round(RATE * (options.isLong ? 30 : 10)));
    end();
    const latencies = await measure(stand, page, { report, base });
    await browser.close();
    await endProcess(web);
    await engine.stop();
    return {
      name: "wall",
      rate: RATE,
      orders: latencies.length,
      latencyP50Ms: Math.round(percentile(latencies, 0.5)),
      latencyP99Ms: Math.round(percentile(latencies, 0.99)),
    };
  } finally {
    await stand.stop();
  }
}

async function openWall(stand: Stand, page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: unknown[] = [];
    Object.assign(window, { painted: seen });
    window.addEventListener("wall:painted", (event) => seen.push((event as CustomEvent).detail));
  });
  const { kiosk } = JSON.parse(
    await readFile(`${stand.config.HUILIU_DATA}/secrets.json`, "utf8"),
  ) as { kiosk: string };
  await page.goto(`http://127.0.0.1:${stand.config.PORT}/screen?token=${kiosk}&kiosk=1`);
  await page.waitForFunction(
    () => (window as unknown as { painted: unknown[] }).painted.length > 0,
    undefined,
    { timeout: 30_000 },
  );
}

async function countOrders({ db }: Stand): Promise<number> {
  const [row] = await db<{ n: number }[]>`select count(*)::int as n from orders`;
  return row?.n ?? 0;
}

/** Until the wall shows so many. */
async function settled(page: Page, orders: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      ((window as unknown as { painted: Painted[] }).painted.at(-1)?.ordersToday ?? 0) >= wanted,
    orders,
    { timeout: 30_000 },
  );
}

async function measure(
  { db }: Stand,
  page: Page,
  { report, base }: { report: Report; base: number },
): Promise<number[]> {
  const painted = await page.evaluate(() => (window as unknown as { painted: Painted[] }).painted);
  const dueBy = new Map(report.sent.map((s) => [s.externalNo, s.dueMs]));
  const rows = await db<
    { externalNo: string }[]
  >`select external_no as "externalNo" from orders order by created_at, id offset ${base}`;
  let shown = 0;
  return rows.flatMap(({ externalNo }, i) => {
    while (shown < painted.length && (painted[shown]?.ordersToday ?? 0) < base + i + 1) shown += 1;
    const paint = painted[shown];
    const due = dueBy.get(externalNo);
    return paint && due !== undefined ? [paint.at - due] : [];
  });
}
