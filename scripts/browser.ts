/** Where browser tests find a browser: an environment variable, the system's, or the npm package. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const SYSTEM = "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

async function findChromium(): Promise<{ executablePath: string; extraArgs: string[] }> {
  const named = process.env.HUILIU_CHROMIUM;
  if (named) return { executablePath: named, extraArgs: [] };
  if (existsSync(SYSTEM)) return { executablePath: SYSTEM, extraArgs: [] };
  const { default: packaged } = await import("@sparticuz/chromium");
  return { executablePath: await packaged.executablePath(), extraArgs: packaged.args };
}

export async function openBrowser(): Promise<Browser> {
  const { executablePath, extraArgs } = await findChromium();
  return chromium.launch({ executablePath, args: [...new Set([...extraArgs, ...args])] });
}
