import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { chooseBrowser } from "./machine.mjs";
import { type Program, packagedChromium } from "./packaged-chromium";

/** The same for every browser. What a package advises for itself is no concern of a test. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

async function findProgram(): Promise<Program> {
  const { platform, arch, env } = process;
  const { path } = chooseBrowser({ platform, arch, env, exists: existsSync });
  return path === null ? packagedChromium() : { executablePath: path, env };
}

/** @throws Error in one line when this machine has no browser */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...(await findProgram()), args: ARGS });
}
